import type { AnonymousFtpState } from './state.ts'

/** Prints the anonymous FTP of a domain. The API document names the endpoint but not its fields. */
export function printAnonymous(entry: AnonymousFtpState): object {
  return {
    domain: entry.domain,
    enabled: entry.enabled,
    directory: entry.directory,
    allow_upload: entry.allowUpload,
    max_connections: entry.maxConnections,
  }
}
