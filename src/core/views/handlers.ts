import { randomUUID } from 'node:crypto'
import { changeOf, type Activity } from '../activity/activity.ts'
import { orderChange, orderOutcome } from '../activity/order-change.ts'
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
  readonly activity: Pick<Activity, 'note'>
}

/** What the record says of a view. There, `kind` is the name of other values. */
export function viewFields({ id, kind, updatedAtMs: _, ...view }: SavedView) {
  return { viewId: id, table: kind, ...view, columns: view.columns ?? null, groupBy: view.groupBy ?? null }
}

/** Announces the views after a change, and writes its entry. `before` or `after` is null for a new or removed view. */
function createReport({ storage, emit, activity }: ViewsDeps) {
  const changed = (): SavedView[] => {
    const state = storage.viewsState.get()
    if (state.untouched) storage.viewsState.put({ ...state, untouched: false })
    const views = [...storage.views.list()]
    emit('views.changed', views)
    return views
  }
  const note = (action: 'views.save' | 'views.remove', before: SavedView | null, after: SavedView | null) => {
    const subject = (after ?? before)?.name ?? ''
    const change = changeOf(before && viewFields(before), after && viewFields(after), 'viewId')
    activity.note({ action, subject, server: null }, { ...change, result: 'done', error: null })
  }
  return { changed, note }
}

/** Saves a removed view again, where it was. */
export function restoreView(deps: ViewsDeps, view: Omit<SavedView, 'updatedAtMs'>): void {
  const { changed, note } = createReport(deps)
  const saved = { ...view, updatedAtMs: deps.clock.now() }
  deps.storage.views.put(saved)
  changed()
  note('views.save', null, saved)
}

/**
 * Creates the handlers for saved views. The page decides what a view holds; core stores the views in the user's order.
 */
export function createViewsHandlers(deps: ViewsDeps): Pick<Handlers, Extract<keyof Handlers, `views.${string}`>> {
  const { storage, clock, activity } = deps
  const { changed, note } = createReport(deps)
  const find = (id: string) => storage.views.list().find((each) => each.id === id) ?? null
  const known = (id: string): SavedView => {
    const view = find(id)
    if (!view) throw new AppError('view.unknown', `No saved view ${id}`)
    return view
  }
  const orderNow = () => storage.views.list().map(({ id }) => id)
  return {
    'views.list': () => ({ views: [...storage.views.list()], ...storage.viewsState.get() }),
    'views.save': ({ id = randomUUID(), view, suggested }) => {
      const before = find(id)
      const now = clock.now()
      const position = before?.position ?? Math.max(-1, ...storage.views.list().map((each) => each.position)) + 1
      const saved = { ...view, id, position, createdAtMs: before?.createdAtMs ?? now, updatedAtMs: now }
      storage.views.put(saved)
      changed()
      if (!suggested) note('views.save', before, saved)
      return saved
    },
    'views.remove': ({ id }) => {
      const view = known(id)
      storage.views.remove(id)
      const state = storage.viewsState.get()
      if (state.lastOpenId === id) storage.viewsState.put({ ...state, lastOpenId: null })
      changed()
      note('views.remove', view, null)
      return {}
    },
    'views.reorder': ({ ids }) => {
      const before = orderNow()
      storage.views.reorder(ids)
      const change = orderChange(before, orderNow())
      if (change) {
        const subject = find(change.moved)?.name ?? ''
        activity.note({ action: 'views.reorder', subject, server: null }, orderOutcome(change))
      }
      return changed()
    },
    'views.opened': ({ id }) => {
      const lastOpenId = id === null ? null : known(id).id
      storage.viewsState.put({ ...storage.viewsState.get(), lastOpenId })
      return {}
    },
  }
}
