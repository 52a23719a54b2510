import { AppError, type ErrorValue } from '../../../shared/errors.ts'
import { isGatewayStatus } from '../../panel/retry.ts'
import type { ItemState } from '../../../shared/model/run.ts'
import type { ItemOutcome, StoredItem } from '../../storage/run-columns.ts'
import type { Ledger, Move } from './ledger.ts'

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
export function mayStillLand({ outcome }: Pick<StoredItem, 'outcome'>): boolean {
  const cause = outcome.error?.details?.['cause'] ?? outcome.error
  const { code, details } = (cause ?? {}) as Partial<ErrorValue>
  if (code === 'panel.redirect') return false
  return code !== 'panel.server-error' || isGatewayStatus(Number(details?.['status']))
}

/**
 * Returns how an item ends that is given up after an earlier request of it: a password that may be in force becomes
 * unknown and stays in the credentials sheet, and an item whose request may still be carried out stays open. Null if
 * the item ends like one that was never sent.
 */
function moveOfSent(from: StoredItem, cause: ErrorValue | undefined, nowMs: number): Move | null {
  if (isInDoubt(from))
    return {
      from,
      state: 'unknown',
      outcome: { error: unknownError(cause ?? from.outcome.error), endedAtMs: nowMs },
    }
  // It was planned again because a reading showed it as not done, but its earlier request may still be carried out.
  return from.outcome.attempts > 0 && mayStillLand(from)
    ? { from, state: 'sent', outcome: { notDoneAtMs: from.outcome.notDoneAtMs ?? nowMs } }
    : null
}

/** Ends items that are planned or in conflict. */
export function giveUp(
  ledger: Ledger,
  what: { readonly serverId?: string; readonly states: readonly ItemState[] },
  end: { readonly state: 'failed' | 'skipped'; readonly outcome: Partial<ItemOutcome> },
  nowMs: number,
): void {
  const sent = ledger.items({ ...what, wasSent: true })
  ledger.move(sent.flatMap((from) => moveOfSent(from, end.outcome.error ?? undefined, nowMs) ?? []))
  ledger.end(what, end.state, { error: null, ...end.outcome, endedAtMs: nowMs })
}

/**
 * Ends the planned item of a change of one row whose user is told so now: nobody would resume it. That holds even if
 * the disk refuses it.
 */
export function giveUpRow(ledger: Ledger, error: ErrorValue, nowMs: number): void {
  ledger.record(
    ledger.items({ states: ['planned'] }).map(
      (from) =>
        (from.outcome.firstSentAtMs === null ? null : moveOfSent(from, error, nowMs)) ?? {
          from,
          state: 'failed',
          outcome: { error, endedAtMs: nowMs },
        },
    ),
  )
}
