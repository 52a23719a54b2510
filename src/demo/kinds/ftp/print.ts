import { printList, type PrintOptions, printTime } from '../../print.ts'
import type { FtpAccountState } from './state.ts'

/** Prints an FTP account with fields in the order of the API document. `domain` is there only if one is set. */
export function printAccount(account: FtpAccountState, withAllowedIps: boolean, options: PrintOptions): object {
  return {
    username: account.username,
    owner: account.owner,
    home_dir: account.homeDir,
    quota_mb: account.quotaMb,
    read_only: account.readOnly,
    enabled: account.enabled,
    ...(account.domain === null ? {} : { domain: account.domain }),
    ...(withAllowedIps ? { allowed_ips: printList(account.allowedIps, options) } : {}),
    created_at: printTime(account.createdAtMs, options),
    updated_at: printTime(account.updatedAtMs, options),
  }
}
