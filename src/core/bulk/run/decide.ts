import type { ParsedInput } from '../../../shared/contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { isOneOf, type ListFlag, listFlagNames, listFlags } from '../../../shared/ip/index.ts'
import type { PlanItem } from '../../../shared/model/plan.ts'
import type { PlanFlag } from '../../../shared/plan-flags.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import type { Move } from './ledger.ts'
import type { LiveRun } from './live-run.ts'
import { rebased } from './rows.ts'

export type Decision = Omit<ParsedInput<'bulk.decide'>, 'runId'>

/** What decisions need: the wall time, and the protected addresses, which no list may lose without confirmation. */
interface DecideContext {
  readonly protectedIps: readonly string[]
  readonly nowMs: number
}

interface RebasedItem {
  readonly from: StoredItem
  /** The item as it will be carried out, with the flags that follow from the row as it was found. */
  readonly item: PlanItem
  readonly flags: readonly ListFlag[]
  readonly lostProtectedIps: readonly string[]
}

const isList = (value: unknown): value is readonly string[] => Array.isArray(value)
const isOfList = (flag: PlanFlag) => listFlagNames.some((name) => name === flag)

function rebaseItem(from: StoredItem, replacesList: boolean, protectedIps: readonly string[]): RebasedItem {
  const item = rebased(from.item, from.outcome.found ?? {}, replacesList)
  const [before, after] = [item.before?.['allowedIps'], item.after?.['allowedIps']]
  if (item.op !== 'update' || !isList(after)) return { from, item, flags: [], lostProtectedIps: [] }
  const { flags, lostProtectedIps } = listFlags(isList(before) ? before : null, after, protectedIps)
  return {
    from,
    item: { ...item, flags: [...flags, ...item.flags.filter((flag) => !isOfList(flag))] },
    flags,
    lostProtectedIps,
  }
}

/**
 * Refuses changes that are not confirmed. On the row as it was found, a change may do what the plan never asked about,
 * so it needs the same confirmations as in a plan.
 */
function checkConfirmed(items: readonly RebasedItem[], confirm: Decision['confirm']): void {
  const flagged = items.find(({ flags }) => flags.some((flag) => !confirm?.include.includes(flag)))
  const flag = flagged?.flags.find((one) => !confirm?.include.includes(one))
  if (flag !== undefined && flag !== 'ours-dropped')
    throw new AppError(`confirm.${flag}`, 'The list as it was found would be turned on or off', {
      index: flagged?.item.index,
    })
  const losingProtected = items.filter(({ lostProtectedIps }) => lostProtectedIps.length > 0)
  const lost = losingProtected.flatMap(({ lostProtectedIps }) => lostProtectedIps)
  if (flag !== undefined || (lost.length > 0 && !isOneOf(lost, confirm?.protectedIp ?? ''))) {
    throw new AppError('confirm.ours', 'Lists would lose an address of ours', {
      count: losingProtected.length,
      address: lost[0],
    })
  }
}

/**
 * Applies the user's decision to items in conflict: `apply` plans them again on the row as it was found, `keep` leaves
 * the row alone. A run that had ended starts again for them; a paused run continues only when it is resumed. If this
 * throws, no item has changed.
 * @throws AppError run.wrong-state if none of these items is in conflict or the run is cancelled;
 * confirm.first-restriction, confirm.last-restriction, confirm.open-to-all, confirm.ours if that would happen to a list
 * and is not confirmed; storage.*
 */
export function decideItems(
  run: LiveRun,
  { indexes, decision, confirm }: Decision,
  { protectedIps, nowMs }: DecideContext,
): void {
  const { ledger } = run
  const wanted = new Set(indexes)
  const conflicts = ledger.items({ states: ['held'] }).filter(({ item }) => wanted.has(item.index))
  const { state, head } = ledger.run()
  if (conflicts.length === 0 || state === 'cancelled')
    throw new AppError('run.wrong-state', 'Nothing of this waits for a decision', { state })
  if (decision === 'keep') {
    ledger.move(
      conflicts.map((from): Move => ({
        from,
        state: 'skipped',
        outcome: { skipped: 'kept-as-found', endedAtMs: nowMs },
      })),
    )
    return
  }
  const replacesList = 'patch' in head.action && 'ips' in head.action.patch && head.action.patch.ips?.mode === 'set'
  const items = conflicts.map((from) => rebaseItem(from, replacesList, protectedIps))
  checkConfirmed(items, confirm)
  // A run that had ended starts again first: no item may be left planned in a run that has ended.
  if (state === 'done') run.drive()
  ledger.move(items.map(({ from, item }): Move => ({ from, state: 'planned', outcome: { found: null }, item })))
  if (state === 'running') run.drive()
}
