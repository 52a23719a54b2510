import type { App } from '../core/app.ts'
import type { DemoFleetOptions } from '../core/ports.ts'
import { kindModels, listedKinds } from '../shared/kinds/index.ts'
import type { Slice } from '../shared/model/inventory.ts'
import { callApp } from '../shell/call-app.ts'
import { startDemo } from '../shell/demo.ts'

/** What one refresh of all servers found. In a data folder without servers, that is the demo fleet. */
export interface FleetSummary {
  /** Servers of the demo fleet alone. */
  readonly servers: number
  /** Servers that answered, even with an error. */
  readonly reachable: number
  /** How many rows were read of each kind, under the name of its rows: `ftpAccounts`, `cronJobs`. */
  readonly [rows: string]: number
  readonly firstRefreshMs: number
}

/** Returns a name of rows as a field: `FTP accounts` as `ftpAccounts`. */
const fieldOf = (plural: string): string =>
  plural.toLowerCase().replaceAll(/ (.)/g, (_, letter: string) => letter.toUpperCase())

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
  const counts: [string, number][] = []
  for (const kind of listedKinds) {
    const slices: readonly Slice[] = await callApp(app, 'rows.list', { kind })
    counts.push([fieldOf(kindModels[kind].plural), slices.reduce((sum, slice) => sum + slice.rows.length, 0)])
  }
  return {
    servers: servers.length,
    reachable: statuses.filter((status) => !unansweredHealth.has(status.health)).length,
    ...Object.fromEntries(counts),
    firstRefreshMs,
  }
}
