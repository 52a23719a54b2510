import { toErrorValue } from '../../../shared/errors.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import type { BulkDeps } from '../types.ts'

/**
 * Moves the notes of deleted jobs to the jobs that were created again in their place, and returns the items. A note
 * that cannot be moved stays where it is: the change itself is written already.
 */
export function moveNotes(
  { storage, log }: Pick<BulkDeps, 'storage' | 'log'>,
  moved: readonly StoredItem[],
): readonly StoredItem[] {
  for (const { item, state, outcome } of moved) {
    if (state !== 'confirmed' || item.replaces === undefined || outcome.madeId === null) continue
    try {
      storage.notes.move(item.serverId, Number(item.replaces), Number(outcome.madeId))
    } catch (thrown) {
      log.warn('bulk.note-not-moved', { key: item.key, ...toErrorValue(thrown) })
    }
  }
  return moved
}
