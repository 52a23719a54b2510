import type { ImpossibleRow, PlanItem } from '../../../shared/model/plan.ts'
import type { PlanFlag } from '../../../shared/plan-flags.ts'
import { othersOf } from '../../kinds/row-facts.ts'
import type { Connections } from '../../connections/connections.ts'
import { panelRowOf } from '../types.ts'
import type { Change, Draft } from '../../planning/outcome.ts'
import type { ServerView } from '../../planning/server-view.ts'

/** The frozen content of a plan: what it changes, what it cannot change, and how many rows are as wanted already. */
export interface Compiled {
  readonly items: readonly PlanItem[]
  readonly impossible: readonly ImpossibleRow[]
  readonly noops: number
  /** Passwords by item index. */
  readonly secrets: ReadonlyMap<number, string>
  /** Protected addresses that some lists would lose. */
  readonly protectedIps: readonly string[]
}

/**
 * Creates a function that returns the flags of a change. Equal sets of flags share one array, because a plan may have
 * hundreds of thousands of items.
 */
function createFlagSets(): (change: Change, production: boolean, open: boolean) => readonly PlanFlag[] {
  const sets = new Map<string, readonly PlanFlag[]>()
  return (change, production, open) => {
    const flags: PlanFlag[] = [...change.flags]
    if (open) flags.push('still-open')
    if (change.undo === 'none') flags.push('irreversible')
    if (production) flags.push('production')
    const key = flags.join()
    const known = sets.get(key) ?? Object.freeze(flags)
    sets.set(key, known)
    return known
  }
}

/**
 * Creates a compiler that turns drafts into items, numbered from 0, and impossible rows. If several drafts are of one
 * row, through servers that may lead to one panel, only the first becomes an item: a switch would be flipped twice.
 * `openRows` are the rows, by panel, that an earlier request may still change.
 */
export function createCompiler(
  view: (serverId: string) => ServerView,
  panelOf: Connections['panelOf'],
  openRows: ReadonlySet<string>,
): { add(draft: Draft, step?: number): void; done(): Compiled } {
  const items: PlanItem[] = []
  const impossible: ImpossibleRow[] = []
  const secrets = new Map<number, string>()
  const protectedIps = new Set<string>()
  const flagsOf = createFlagSets()
  /** The server through which each row is changed. */
  const serverOfRow = new Map<string, string>()
  let noops = 0
  return {
    add({ key, serverId, kind, subject, outcome, row }, step) {
      if (outcome === 'noop') noops += 1
      else if ('reason' in outcome) impossible.push({ key, serverId, subject, ...outcome })
      else if ((serverOfRow.get(panelRowOf(panelOf, key)) ?? serverId) !== serverId) {
        const other = view(serverOfRow.get(panelRowOf(panelOf, key)) ?? serverId).server?.name ?? null
        impossible.push({ key, serverId, subject, reason: 'same-panel', detail: other })
      } else {
        serverOfRow.set(panelRowOf(panelOf, key), serverId)
        const index = items.length
        const { op, before, after, undo, knownDuplicates, replaces, secret, lostProtectedIps = [] } = outcome
        const isProduction = view(serverId).server?.environment === 'production'
        const flags = flagsOf(outcome, isProduction, openRows.has(panelRowOf(panelOf, key)))
        items.push(
          Object.freeze({
            index,
            key,
            serverId,
            kind,
            op,
            subject,
            before,
            after,
            flags,
            undo,
            ...(step === undefined ? {} : { step }),
            ...(op === 'update' && row ? { others: othersOf(row, after) } : {}),
            ...(replaces === undefined ? {} : { replaces }),
            ...(knownDuplicates ? { knownDuplicates } : {}),
          }),
        )
        if (secret !== undefined) secrets.set(index, secret)
        for (const address of lostProtectedIps) protectedIps.add(address)
      }
    },
    done: () => ({
      items: Object.freeze([...items]),
      impossible: Object.freeze([...impossible]),
      noops,
      secrets,
      protectedIps: [...protectedIps],
    }),
  }
}
