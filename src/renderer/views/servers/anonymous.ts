import type { CronSlice, FtpSlice } from '../../../shared/model/inventory.ts'

/** Domains that stand in a server's rows, each once, by name: the panel has no list of them. */
export function domainsSeen(ftp: FtpSlice | undefined, cron: CronSlice | undefined): readonly string[] {
  const rows = [...(ftp?.rows ?? []), ...(cron?.rows ?? [])]
  return [
    ...new Set(rows.map((row) => row.domain).filter((domain) => domain !== null && domain !== '')),
  ].sort() as string[]
}

/** A fact of the panel's answer as text, however it came. */
export function factText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
