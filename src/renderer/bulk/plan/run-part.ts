import { type TypedConfirmation, typedFor } from '../../../shared/typed-confirmation.ts'
import type { Plan, PlanServer, UndoKind } from '../../../shared/model/plan.ts'
import { type ConfirmableFlag, confirmableFlags } from '../../../shared/plan-flags.ts'

/** The part of a plan that runs: every figure on the screen is of these items. */
export interface RunPart {
  readonly changes: number
  /** The servers with items that run, the slowest first. `items`, `requests` and `etaMs` are of those items. */
  readonly servers: readonly PlanServer[]
  readonly etaMs: number
  readonly undo: Readonly<Record<UndoKind, number>>
  readonly typed: TypedConfirmation | null
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

/**
 * Returns the server with only the parts that run; null if none does. The time is the whole plan's in the proportion of
 * the requests, because only core knows the request budget.
 */
function runningOn(server: PlanServer, runs: (part: PlanServer['parts'][number]) => boolean): PlanServer | null {
  const parts = server.parts.filter(runs)
  if (parts.length === server.parts.length) return server
  const excluded = sum(server.parts.map(({ requests }) => requests)) - sum(parts.map(({ requests }) => requests))
  const requests = server.requests - excluded
  const share = server.requests === 0 ? 1 : requests / server.requests
  const items = sum(parts.map((part) => part.items))
  return items === 0 ? null : { ...server, parts, items, requests, etaMs: server.etaMs * share }
}

/** Returns what runs if these flags are included. An item runs only if all its flags that need confirmation are. */
export function runPart(plan: Pick<Plan, 'servers'>, included: ReadonlySet<ConfirmableFlag>): RunPart {
  const notIncluded = confirmableFlags.filter((flag) => !included.has(flag))
  const servers = plan.servers
    .map((server) => runningOn(server, ({ flags }) => !notIncluded.some((flag) => flags.includes(flag))))
    .filter((server) => server !== null)
    .sort((a, b) => b.etaMs - a.etaMs)
  const parts = servers.flatMap((server) => server.parts)
  const undoable = (undo: UndoKind) => sum(parts.filter((part) => part.undo === undo).map(({ items }) => items))
  return {
    changes: sum(servers.map(({ items }) => items)),
    servers,
    etaMs: servers[0]?.etaMs ?? 0,
    undo: { full: undoable('full'), recreate: undoable('recreate'), none: undoable('none') },
    typed: typedFor(parts),
  }
}
