import type { CronSlice, FtpSlice } from '../../../shared/model/inventory.ts'

/**
 * Returns the domains in a server's rows, without duplicates and sorted by name, because the panel has no list of
 * them.
 */
export function domainsSeen(ftp: FtpSlice | undefined, cron: CronSlice | undefined): readonly string[] {
  const rows = [...(ftp?.rows ?? []), ...(cron?.rows ?? [])]
  return [
    ...new Set(rows.map((row) => row.domain).filter((domain) => domain !== null && domain !== '')),
  ].sort() as string[]
}

/** Returns a fact of the panel's answer as text, whatever its type. */
export function factText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
