import type { RunHead } from '../../storage/run-columns.ts'
import type { Ledger } from './ledger.ts'

/** Rows that are as the undo wants them without it. */
const backAlready: readonly unknown[] = ['already-so', 'gone']

/**
 * What a run that takes another one back says of that one, of which `undoable` changes can be taken back; null where it
 * has taken nothing back. All of it is undone where each of those has been taken back, was so already, or is of a row
 * that is gone.
 */
export function undoneBy(undo: Ledger, undoable: number): Pick<RunHead, 'undoneBy' | 'undoneAll'> | null {
  const { id, head } = undo.run()
  const { confirmed } = undo.counts()
  const already = undo
    .items({ states: ['skipped'] }, 1_000_000)
    .filter(({ outcome }) => backAlready.includes(outcome.skipped)).length
  const undoneAll = confirmed + already + head.noops >= undoable
  return confirmed === 0 && !undoneAll ? null : { undoneBy: id, undoneAll }
}
