import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { SavedView } from '../../shared/model/views.ts'
import type { Handlers } from '../dispatch.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports.ts'
import type { Storage } from '../storage/types.ts'

interface ViewsDeps {
  readonly storage: Pick<Storage, 'views' | 'viewsState'>
  readonly clock: Pick<Clock, 'now'>
  readonly emit: Emit
}

/**
 * Creates the handlers for saved views. The page decides what a view holds; core stores the views in the user's order.
 */
export function createViewsHandlers({
  storage,
  clock,
  emit,
}: ViewsDeps): Pick<Handlers, Extract<keyof Handlers, `views.${string}`>> {
  const known = (id: string): SavedView => {
    const view = storage.views.list().find((each) => each.id === id)
    if (!view) throw new AppError('view.unknown', `No saved view ${id}`)
    return view
  }
  const changed = (): SavedView[] => {
    const state = storage.viewsState.get()
    if (state.untouched) storage.viewsState.put({ ...state, untouched: false })
    const views = [...storage.views.list()]
    emit('views.changed', views)
    return views
  }
  return {
    'views.list': () => ({ views: [...storage.views.list()], ...storage.viewsState.get() }),
    'views.save': ({ id = randomUUID(), view }) => {
      const views = storage.views.list()
      const before = views.find((each) => each.id === id)
      const now = clock.now()
      const position = before?.position ?? Math.max(-1, ...views.map((each) => each.position)) + 1
      const saved = { ...view, id, position, createdAtMs: before?.createdAtMs ?? now, updatedAtMs: now }
      storage.views.put(saved)
      changed()
      return saved
    },
    'views.remove': ({ id }) => {
      storage.views.remove(known(id).id)
      const state = storage.viewsState.get()
      if (state.lastOpenId === id) storage.viewsState.put({ ...state, lastOpenId: null })
      changed()
      return {}
    },
    'views.reorder': ({ ids }) => {
      storage.views.reorder(ids)
      return changed()
    },
    'views.opened': ({ id }) => {
      const lastOpenId = id === null ? null : known(id).id
      storage.viewsState.put({ ...storage.viewsState.get(), lastOpenId })
      return {}
    },
  }
}
