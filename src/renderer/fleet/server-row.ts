import type { ServerBudget } from '../../shared/model/budget.ts'
import type { ServerStatus } from '../../shared/model/inventory.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import type { ServerState } from './server-status.ts'

/** A server's profile with everything that is known of it now. */
export interface ServerRow {
  readonly server: ServerProfile
  readonly status: ServerStatus | undefined
  readonly state: ServerState
  readonly budget: ServerBudget | undefined
  /** Host and port as in the URL. */
  readonly host: string
}

/** Returns host and port of a profile's URL as the table shows them, or the text itself if it is no URL. */
export function hostOf(url: string): string {
  const match = /^[a-z]+:\/\/([^/]+)/i.exec(url)
  return match?.[1] ?? url
}
