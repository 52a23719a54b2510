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
 * Whether a request whose outcome is in doubt may still be carried out: its answer was lost, or a gateway answered in
 * the panel's place. An answer of the panel itself ends the request, whatever it says.
 */
export function mayStillLand({ outcome }: StoredItem): boolean {
  const cause = outcome.error?.details?.['cause'] ?? outcome.error
  const { code, details } = (cause ?? {}) as Partial<ErrorValue>
  if (code === 'panel.redirect') return false
  if (code !== 'panel.server-error') return true
  const status = Number(details?.['status'])
  return status > 501 && status !== 505
}

/**
 * Ends items that are planned or in conflict. A password that may be in force becomes unknown and stays in the
 * credentials sheet. An item whose earlier request may still be carried out stays open.
 */
export function giveUp(
  ledger: Ledger,
  what: { readonly serverId?: string; readonly states: readonly ItemState[] },
  end: { readonly state: 'failed' | 'skipped'; readonly outcome: Partial<ItemOutcome> },
  nowMs: number,
): void {
  const sent = ledger.items({ ...what, wasSent: true })
  ledger.move(
    sent.filter(isInDoubt).map((from) => ({
      from,
      state: 'unknown',
      outcome: { error: unknownError(end.outcome.error ?? from.outcome.error), endedAtMs: nowMs },
    })),
  )
  // It was planned again because a reading showed it as not done, but its earlier request may still be carried out.
  const open = sent.filter((stored) => !isInDoubt(stored) && stored.outcome.attempts > 0 && mayStillLand(stored))
  ledger.move(
    open.map((from) => ({ from, state: 'sent', outcome: { notDoneAtMs: from.outcome.notDoneAtMs ?? nowMs } })),
  )
  ledger.end(what, end.state, { error: null, ...end.outcome, endedAtMs: nowMs })
}
