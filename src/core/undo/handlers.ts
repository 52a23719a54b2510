import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../dispatch.ts'
import { previewUndo, type UndoDeps } from './history.ts'
import { inverseOf } from './inverses.ts'

/** Creates the handlers of the one history of changes. */
export const createUndoHandlers = (deps: UndoDeps): Pick<Handlers, 'undo.next' | 'undo.apply'> => ({
  'undo.next': () => previewUndo(deps),
  'undo.apply': async ({ entryId }) => {
    const entry = deps.storage.record.get(entryId)
    const inverse = entry?.result === 'done' && entry.runId === null ? inverseOf(deps, entry) : 'not-undoable'
    if (typeof inverse === 'string')
      throw new AppError('undo.impossible', `Entry ${entryId} cannot be undone: ${inverse}`, { reason: inverse })
    const { activity, written } = deps.activity.undoing(entryId)
    await inverse.run(activity)
    return { entry: written(), withoutToken: inverse.withoutToken ?? false }
  },
})
