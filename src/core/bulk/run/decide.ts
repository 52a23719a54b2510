import { AppError } from '../../../shared/errors.ts'
import type { Move } from './ledger.ts'
import type { LiveRun } from './live-run.ts'
import { rebased } from './rows.ts'

/**
 * What the user decided of held items: `apply` plans them anew on the row as it was found, `keep` leaves the row alone. A run that had
 * come to its end is taken up again for them; one that rests goes on when it is told to.
 * @throws AppError run.wrong-state where none of these is held
 */
export function decideItems(run: LiveRun, places: readonly number[], decision: 'apply' | 'keep', nowMs: number): void {
  const { ledger } = run
  const wanted = new Set(places)
  const held = ledger.items({ states: ['held'] }, 1_000_000).filter(({ item }) => wanted.has(item.place))
  const { state, head } = ledger.run()
  if (held.length === 0 || state === 'cancelled') throw new AppError('run.wrong-state', 'Nothing of this waits for a decision', { state })
  const replacesList = head.action.type === 'ftp.allowedIps' && head.action.mode === 'set'
  const moves = held.map((from): Move => {
    if (decision === 'keep') return { from, state: 'skipped', outcome: { skipped: 'kept-as-found', endedAtMs: nowMs } }
    return { from, state: 'planned', outcome: { found: null }, item: rebased(from.item, from.outcome.found ?? {}, replacesList) }
  })
  ledger.move(moves)
  if (decision === 'apply' && (state === 'done' || state === 'running')) run.drive()
}
