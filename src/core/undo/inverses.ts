import { z } from 'zod'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import { rowKey } from '../../shared/model/inventory.ts'
import { ipSetDraft } from '../../shared/model/ip-sets.ts'
import { serverPatch } from '../../shared/model/server.ts'
import type { UndoReason } from '../../shared/model/undo.ts'
import { savedView, viewDraft, type SavedView } from '../../shared/model/views.ts'
import type { Activity } from '../activity/activity.ts'
import { withOrder } from '../activity/order-change.ts'
import { sameOrigin } from '../connections/same-origin.ts'
import { createCronHandlers } from '../cron/handlers.ts'
import { createIpSetsHandlers } from '../ip-sets/handlers.ts'
import { createServerHandlers } from '../servers/handlers.ts'
import { readRemoved, restoreServer } from '../servers/restore-server.ts'
import { activityFields, type ServersDeps } from '../servers/server-list.ts'
import { createViewsHandlers, restoreView, viewFields } from '../views/handlers.ts'

type Fields = Readonly<Record<string, unknown>>

/** What undoes an entry. `run` makes the change and records it in this activity. */
interface Inverse {
  run(activity: Activity): unknown
  /** Whether the server is without its token afterwards. */
  readonly withoutToken?: boolean
}
type InverseOf = (deps: ServersDeps, entry: ActivityEntry) => Inverse | UndoReason

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
const holds = (now: Fields, fields: Fields) => Object.entries(fields).every(([name, value]) => same(now[name], value))

/** Returns why fields cannot go back to `before`: they are so already, or are not as the change has left them. */
function refusal(now: Fields, before: Fields, after: Fields): UndoReason | null {
  if (holds(now, before)) return 'already-undone'
  return holds(now, after) ? null : 'changed-since'
}

const editedServer: InverseOf = (deps, { serverId, atMs, ...entry }) => {
  const server = deps.storage.servers.get(serverId ?? '')
  if (!server) return 'server-removed'
  const { token: _had, ...before } = entry.before ?? {}
  const { token, ...after } = entry.after ?? {}
  const { success, data: patch } = serverPatch.safeParse(before)
  if (!success) return 'not-undoable'
  const refused = refusal(activityFields(server), before, after)
  if (refused) return refused
  const moves = patch.url !== undefined && !sameOrigin(patch.url, server.url)
  // A token that is younger than the move was made for the address of today.
  if (moves && server.hasToken && (server.tokenMark?.setAtMs ?? 0) >= atMs) return 'token-held'
  return {
    run: (activity) =>
      createServerHandlers({ ...deps, activity })['servers.edit']({ id: server.id, patch, keepToken: true }),
    withoutToken: token === 'none' && !server.hasToken,
  }
}

const removedServer: InverseOf = (deps, { serverId, before }) => {
  if (serverId === null) return 'not-undoable'
  if (deps.storage.servers.get(serverId)) return 'already-undone'
  const removed = readRemoved(before)
  if (!removed) return 'not-undoable'
  return {
    run: (activity) => restoreServer({ ...deps, activity }, serverId, removed),
    withoutToken: before?.['token'] !== 'none',
  }
}

const addedServer: InverseOf = (deps, { serverId, after }) => {
  const server = deps.storage.servers.get(serverId ?? '')
  if (!server) return 'already-undone'
  if (server.hasToken) return 'token-held'
  if (!holds(activityFields(server), after ?? {})) return 'changed-since'
  return { run: (activity) => createServerHandlers({ ...deps, activity })['servers.remove']({ id: server.id }) }
}

const orderFields = z.object({ order: z.array(z.string()) })

/** Returns the order of all before the entry, or why there is no way back to it. */
function formerOrder(ids: readonly string[], { before, after }: ActivityEntry): readonly string[] | UndoReason {
  const [from, to] = [orderFields.safeParse(before), orderFields.safeParse(after)]
  if (!from.success || !to.success) return 'not-undoable'
  const former = withOrder(ids, from.data.order)
  if (same(former, ids)) return 'already-undone'
  return same(withOrder(ids, to.data.order), ids) ? former : 'changed-since'
}

const orderedServers: InverseOf = (deps, entry) => {
  const ids = formerOrder(
    deps.storage.servers.list().map(({ id }) => id),
    entry,
  )
  if (typeof ids === 'string') return ids
  return { run: (activity) => createServerHandlers({ ...deps, activity })['servers.reorder']({ ids }) }
}

const orderedViews: InverseOf = (deps, entry) => {
  const ids = formerOrder(
    deps.storage.views.list().map(({ id }) => id),
    entry,
  )
  if (typeof ids === 'string') return ids
  return { run: (activity) => createViewsHandlers({ ...deps, activity })['views.reorder']({ ids }) }
}

const noteFields = z.object({ id: z.number().int(), note: z.string() })

const editedNote: InverseOf = (deps, { serverId, ...entry }) => {
  const [before, after] = [noteFields.safeParse(entry.before), noteFields.safeParse(entry.after)]
  if (serverId === null || !before.success || !after.success) return 'not-undoable'
  if (!deps.storage.servers.get(serverId)) return 'server-removed'
  const { id, note } = before.data
  const now = deps.storage.notes.all()[rowKey(serverId, 'cron', id)] ?? ''
  const refused = refusal({ note: now }, { note }, { note: after.data.note })
  return (
    refused ?? {
      run: (activity) => createCronHandlers({ ...deps, activity })['cron.setNote']({ serverId, id, note }),
    }
  )
}

const savedSet: InverseOf = (deps, { before, after }) => {
  const { setId: id, ...left } = after ?? {}
  const set = deps.storage.ipSets.list().find((each) => each.id === id)
  if (!set) return before === null ? 'already-undone' : 'gone'
  if (before === null) {
    if (!holds({ ...set }, left)) return 'changed-since'
    return { run: (activity) => createIpSetsHandlers({ ...deps, activity })['ipSets.remove']({ id: set.id }) }
  }
  const { setId: _, ...fields } = before
  const draft = ipSetDraft.safeParse({ ...set, ...fields })
  if (!draft.success) return 'not-undoable'
  return (
    refusal({ ...set }, fields, left) ?? {
      run: (activity) => createIpSetsHandlers({ ...deps, activity })['ipSets.save']({ id: set.id, set: draft.data }),
    }
  )
}

const removedSet: InverseOf = (deps, { before }) => {
  const set = ipSetDraft.extend({ setId: z.string() }).safeParse(before)
  if (!set.success) return 'not-undoable'
  const { setId: id, ...draft } = set.data
  if (deps.storage.ipSets.list().some((each) => each.id === id)) return 'already-undone'
  return { run: (activity) => createIpSetsHandlers({ ...deps, activity })['ipSets.save']({ id, set: draft }) }
}

/** What the record says of a view as the page would send it: without its columns if it has the table's own. */
const draftOf = ({ table: kind, columns, ...fields }: Fields) =>
  viewDraft.safeParse({ ...fields, kind, columns: columns ?? undefined })

const editedView = (deps: ServersDeps, view: SavedView, before: Fields, after: Fields): Inverse | UndoReason => {
  const now = viewFields(view)
  const draft = draftOf({ ...now, ...before })
  if (!draft.success) return 'not-undoable'
  return (
    refusal(now, before, after) ?? {
      run: (activity) => createViewsHandlers({ ...deps, activity })['views.save']({ id: view.id, view: draft.data }),
    }
  )
}

const savedViewEntry: InverseOf = (deps, { before, after }) => {
  const view = deps.storage.views.list().find(({ id }) => id === after?.['viewId'])
  if (!view) return before === null ? 'already-undone' : 'gone'
  if (before !== null) return editedView(deps, view, before, after ?? {})
  // Another position is no change of the view itself.
  const { position: _, ...made } = after ?? {}
  if (!holds(viewFields(view), made)) return 'changed-since'
  return { run: (activity) => createViewsHandlers({ ...deps, activity })['views.remove']({ id: view.id }) }
}

const whereViewWas = savedView.pick({ position: true, createdAtMs: true }).extend({ viewId: z.string() })

const removedView: InverseOf = (deps, { before }) => {
  const [draft, where] = [draftOf(before ?? {}), whereViewWas.safeParse(before)]
  if (!draft.success || !where.success) return 'not-undoable'
  const { viewId: id, ...place } = where.data
  if (deps.storage.views.list().some((view) => view.id === id)) return 'already-undone'
  return { run: (activity) => restoreView({ ...deps, activity }, { ...draft.data, ...place, id }) }
}

/** What undoes the changes in Wisdeck itself, by their actions. A change whose action is not here cannot be undone. */
const inverses: Readonly<Record<string, InverseOf>> = {
  'servers.edit': editedServer,
  'servers.remove': removedServer,
  'servers.add': addedServer,
  'servers.duplicate': addedServer,
  'servers.reorder': orderedServers,
  'cron.setNote': editedNote,
  'ipSets.save': savedSet,
  'ipSets.remove': removedSet,
  'views.save': savedViewEntry,
  'views.remove': removedView,
  'views.reorder': orderedViews,
}

/** Returns what undoes a change in Wisdeck itself as things are now, or why it cannot be undone. */
export function inverseOf(deps: ServersDeps, entry: ActivityEntry): Inverse | UndoReason {
  if (deps.storage.record.isUndone(entry.id)) return 'already-undone'
  return inverses[entry.action]?.(deps, entry) ?? 'not-undoable'
}
