import { isListed } from '../../../shared/kinds/index.ts'
import { type BulkIntent, publicAction, type PublicAction } from '../../../shared/model/bulk-action.ts'
import {
  type ImpossibleReason,
  type Plan,
  type PlanItem,
  type PlanServer,
  undoKinds,
} from '../../../shared/model/plan.ts'
import { planFlags } from '../../../shared/plan-flags.ts'
import type { Budget } from '../../limiter/types.ts'
import type { Compiled } from './compile.ts'
import { itemRequests, serverRunRequests } from './requests.ts'
import type { ServerView } from '../../planning/server-view.ts'

/** How long a plan may be run, in ms. The rows that it was computed from grow old. */
export const planLifetimeMs = 15 * 60_000

/** Returns the action without what must not leave core: the text of a CSV file may hold passwords. */
export const publicActionOf = (action: BulkIntent['action']): PublicAction => publicAction.parse(action)

const counts = <K extends string>(names: readonly K[], values: Iterable<K>): Record<K, number> => {
  const found = Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>
  for (const value of values) found[value] += 1
  return found
}

function* flagsOf(items: readonly PlanItem[]) {
  for (const { flags } of items) yield* flags
}

/** Groups the items of a server by their flags, operation and undo. */
function partsOf(items: readonly PlanItem[], view: ServerView): PlanServer['parts'] {
  const groups = Map.groupBy(items, ({ flags, op, undo }) => [op, undo, ...flags].join())
  return [...groups.values()].map((group) => {
    const { flags, op, undo } = group[0] as PlanItem
    const requests = group.reduce((sum, item) => sum + itemRequests(item, view), 0)
    return { flags, op, undo, items: group.length, requests }
  })
}

/**
 * Groups items by server and computes the cost of each server run. Servers with the same token share one queue, so
 * their requests add up. The slowest server comes first.
 */
function serversOf(items: readonly PlanItem[], view: (serverId: string) => ServerView): readonly PlanServer[] {
  const serverRuns = [...Map.groupBy(items, (item) => item.serverId)].map(([serverId, serverItems]) => {
    const serverView = view(serverId)
    return { serverView, serverItems, requests: serverRunRequests(serverItems, serverView) }
  })
  const queued = new Map<Budget | null, number>()
  for (const { serverView, requests } of serverRuns)
    queued.set(serverView.budget, (queued.get(serverView.budget) ?? 0) + requests)
  const etas = new Map([...queued].map(([budget, requests]) => [budget, budget?.etaMs(requests, 'bulk') ?? 0]))
  return serverRuns
    .map(({ serverView, serverItems, requests }) => ({
      serverId: serverView.id,
      name: serverView.server?.name ?? serverView.id,
      environment: serverView.server?.environment ?? 'none',
      items: serverItems.length,
      parts: partsOf(serverItems, serverView),
      requests,
      etaMs: etas.get(serverView.budget) ?? 0,
      readAtMs: serverItems[0] && isListed(serverItems[0].kind) ? serverView.readAtMs[serverItems[0].kind] : null,
    }))
    .sort((a, b) => b.etaMs - a.etaMs || b.requests - a.requests)
}

/** Returns the plan as it is shown, without its items. */
export function planHeadOf(
  compiled: Compiled,
  about: { readonly id: string; readonly intent: BulkIntent; readonly name: string | null; readonly nowMs: number },
  view: (serverId: string) => ServerView,
): Plan {
  const { items, impossible, noops, secrets, protectedIps } = compiled
  const flags = counts(planFlags, flagsOf(items))
  const servers = serversOf(items, view)
  const reasons = Map.groupBy(impossible, ({ reason }) => reason)
  return {
    id: about.id,
    createdAtMs: about.nowMs,
    expiresAtMs: about.nowMs + planLifetimeMs,
    action: publicActionOf(about.intent.action),
    name: about.name,
    changes: items.length,
    noops,
    impossible: [...reasons].map(([reason, rows]): { reason: ImpossibleReason; count: number } => ({
      reason,
      count: rows.length,
    })),
    flags,
    undo: counts(
      undoKinds,
      items.map(({ undo }) => undo),
    ),
    servers,
    etaMs: servers[0]?.etaMs ?? 0,
    needs: {
      passphrase: secrets.size > 0,
      protectedIps,
    },
  }
}
