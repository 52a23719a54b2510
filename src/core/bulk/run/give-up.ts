import { AppError, type ErrorValue } from '../../../shared/errors.ts'
import type { ItemState } from '../../../shared/model/run.ts'
import type { ItemOutcome, StoredItem } from '../../storage/run-columns.ts'
import type { Ledger } from './ledger.ts'

/** Of what was sent nobody can tell whether it is in force; `cause` is what the last answer was lost by. */
export const unknownError = (cause: ErrorValue | null): ErrorValue =>
  new AppError('write.unknown', 'Whether the change was made is not known', { cause }).toValue()

/** Whether it may be in force though no reading shows it: a password that was sent, and whose answer was lost. */
export const isInDoubt = ({ item, outcome }: StoredItem): boolean =>
  item.op === 'password' && outcome.firstSentAtMs !== null

/** What has yet to be sent comes to this end; a password that may be in force is unknown, and stands in the handout. */
export function giveUp(
  ledger: Ledger,
  what: { readonly serverId?: string; readonly states: readonly ItemState[] },
  end: { readonly state: 'failed' | 'skipped'; readonly outcome: Partial<ItemOutcome> },
  nowMs: number,
): void {
  // Only a run that makes passwords has a lock for them; of the others not every item has to be looked at.
  const doubtful = ledger.run().head.lock === null ? [] : ledger.items(what, 1_000_000).filter(isInDoubt)
  ledger.move(
    doubtful.map((from) => ({
      from,
      state: 'unknown',
      outcome: { error: unknownError(end.outcome.error ?? from.outcome.error), endedAtMs: nowMs },
    })),
  )
  ledger.end(what, end.state, { error: null, ...end.outcome, endedAtMs: nowMs })
}
