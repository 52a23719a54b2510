import type { FtpStatus } from '../../shared/model/ftp-status.ts'
import { optionalText, parseYesNo, unwrapped, isObject, wholeNumber } from './reply-fields.ts'
import type { PanelUser } from './types.ts'

/** Reads `{installed, running, total_accounts}`. If `installed` is missing, a running server counts as installed. */
export function readFtpStatus(body: unknown): FtpStatus | null {
  const status = unwrapped(body)
  if (!status) return null
  const running = parseYesNo(status.running) ?? false
  return {
    installed: parseYesNo(status.installed) ?? running,
    running,
    totalAccounts: wholeNumber.catch(0).parse(status.total_accounts),
  }
}

/** Reads `{username, role, …}` of the token's owner, bare or under `data` or `user`. */
export function readUser(body: unknown): PanelUser | null {
  const outer = unwrapped(body)
  const user = outer && isObject(outer.user) ? outer.user : outer
  return user && { username: optionalText(user.username), role: optionalText(user.role) }
}

/** Reads `{version, …}`, bare or under `data`. */
export function readVersion(body: unknown): { readonly version: string | null } | null {
  const found = unwrapped(body)
  return found && { version: optionalText(found.version) }
}
