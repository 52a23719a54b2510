import type { App } from '../core/app.ts'
import type { MethodName, Output } from '../shared/contract.ts'
import { AppError, type Envelope } from '../shared/errors.ts'
import type { DemoFleetOptions } from '../core/ports.ts'

/** What one pass over the demo fleet found. */
export interface FleetSummary {
  readonly servers: number
  /** Servers that answered, whatever their answer was. */
  readonly reachable: number
  readonly ftpAccounts: number
  readonly cronJobs: number
  readonly firstRefreshMs: number
}

const silent = new Set(['never-read', 'unreachable', 'untrusted', 'certificate-changed', 'no-token'])

/** Calls core through the wire both shells use. Throws the AppError of a failed call. */
export async function callApp<M extends MethodName>(app: Pick<App, 'dispatch'>, method: M, input: unknown): Promise<Output<M>> {
  const envelope = JSON.parse(await app.dispatch(method, JSON.stringify(input))) as Envelope<Output<M>>
  if (envelope.ok) return envelope.value
  throw new AppError(envelope.error.code, envelope.error.message, envelope.error.details)
}

/**
 * Starts the demo fleet, waits until every server has answered or failed, and counts what came.
 * `monotonic` is a clock in milliseconds that never steps back. Throws the AppError of whatever call failed.
 */
export async function readFleetOnce(
  app: Pick<App, 'dispatch'>,
  fleet: DemoFleetOptions,
  monotonic: () => number,
): Promise<FleetSummary> {
  const servers = await callApp(app, 'demo.start', fleet)
  const startedAt = monotonic()
  const { statuses } = await callApp(app, 'inventory.refresh', {})
  const firstRefreshMs = Math.round(monotonic() - startedAt)
  const ftp = await callApp(app, 'ftp.list', {})
  const cron = await callApp(app, 'cron.list', {})
  return {
    servers: servers.length,
    reachable: statuses.filter((status) => !silent.has(status.health)).length,
    ftpAccounts: ftp.reduce((sum, slice) => sum + slice.rows.length, 0),
    cronJobs: cron.reduce((sum, slice) => sum + slice.rows.length, 0),
    firstRefreshMs,
  }
}
