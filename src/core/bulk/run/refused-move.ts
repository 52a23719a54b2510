import type { ErrorValue } from '../../../shared/errors.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { isInDoubt, mayStillLand, unknownError } from './give-up.ts'
import type { Move } from './ledger.ts'
import { foundAfter } from './rows.ts'
import { ended, type ServerRunContext } from './server-run-context.ts'

/**
 * Returns what becomes of an item that the panel has refused: it has failed, unless the answer to an earlier attempt
 * was lost. Then it stays open, or is unknown if no read can show it. `planned` is the item as it was before this
 * attempt, `from` as it is now.
 */
export function refusedMove(
  context: ServerRunContext,
  planned: StoredItem,
  from: StoredItem,
  { error, found }: { readonly error: ErrorValue; readonly found: RowFacts | null },
): Move {
  const { attempts, error: lost, notDoneAtMs } = planned.outcome
  if (attempts > 0 && isInDoubt(from))
    return { from, state: 'unknown', outcome: ended(context, { error: unknownError(error) }) }
  if (attempts > 0 && lost !== null && mayStillLand(planned))
    return { from, state: 'sent', outcome: { error, notDoneAtMs: notDoneAtMs ?? context.deps.clock.now() } }
  return { from, state: 'failed', outcome: ended(context, { error, ...foundAfter(from.item, found) }) }
}
