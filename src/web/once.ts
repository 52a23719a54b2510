import type { App } from '../core/app.ts'
import type { DemoFleetOptions } from '../core/ports.ts'
import { callApp } from '../shell/call-app.ts'
import { startDemo } from '../shell/demo.ts'

/** What one refresh of all servers found. In a data folder without servers, that is the demo fleet. */
export interface FleetSummary {
  /** Servers of the demo fleet alone. */
  readonly servers: number
  /** Servers that answered, even with an error. */
  readonly reachable: number
  readonly ftpAccounts: number
  readonly cronJobs: number
  readonly firstRefreshMs: number
}

const unansweredHealth = new Set(['never-read', 'unreachable', 'untrusted', 'certificate-changed', 'no-token'])

/**
 * Starts the demo fleet, refreshes all servers, waits until each has answered or failed, and counts the rows.
 * `monotonic` is a clock in milliseconds that never goes back. Throws the AppError of the call that failed.
 */
export async function readFleetOnce(
  app: Pick<App, 'dispatch'>,
  fleet: DemoFleetOptions,
  monotonic: () => number,
): Promise<FleetSummary> {
  const servers = await startDemo(app, fleet)
  const startedAt = monotonic()
  const { statuses } = await callApp(app, 'inventory.refresh', {})
  const firstRefreshMs = Math.round(monotonic() - startedAt)
  const ftp = await callApp(app, 'rows.list', { kind: 'ftp' })
  const cron = await callApp(app, 'rows.list', { kind: 'cron' })
  return {
    servers: servers.length,
    reachable: statuses.filter((status) => !unansweredHealth.has(status.health)).length,
    ftpAccounts: ftp.reduce((sum, slice) => sum + slice.rows.length, 0),
    cronJobs: cron.reduce((sum, slice) => sum + slice.rows.length, 0),
    firstRefreshMs,
  }
}
