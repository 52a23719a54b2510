import { AppError, type ErrorValue } from '../../../shared/errors.ts'
import type { ItemState } from '../../../shared/model/run.ts'
import type { ItemOutcome, StoredItem } from '../../storage/run-columns.ts'
import type { Ledger } from './ledger.ts'

/** Returns the error of an item whose outcome is unknown. `cause` is why its answer was lost or it was given up. */
export const unknownError = (cause: ErrorValue | null): ErrorValue =>
  new AppError('write.unknown', 'Whether the change was made is not known', { cause }).toValue()

/** Whether the change may be in force although no read can show it: a password was sent and its answer was lost. */
export const isInDoubt = ({ item, outcome }: StoredItem): boolean =>
  item.op === 'password' && outcome.firstSentAtMs !== null

/**
 * Ends items that are planned or in conflict. A password that may be in force becomes unknown and stays in the
 * credentials sheet.
 */
export function giveUp(
  ledger: Ledger,
  what: { readonly serverId?: string; readonly states: readonly ItemState[] },
  end: { readonly state: 'failed' | 'skipped'; readonly outcome: Partial<ItemOutcome> },
  nowMs: number,
): void {
  // A plan that sends passwords has a lock for them. In other runs there is no need to check every item.
  const { lock, origin } = ledger.run().head
  const doubtful = lock === null && origin === 'rows' ? [] : ledger.items(what).filter(isInDoubt)
  ledger.move(
    doubtful.map((from) => ({
      from,
      state: 'unknown',
      outcome: { error: unknownError(end.outcome.error ?? from.outcome.error), endedAtMs: nowMs },
    })),
  )
  ledger.end(what, end.state, { error: null, ...end.outcome, endedAtMs: nowMs })
}
