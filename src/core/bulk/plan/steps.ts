import { isListed, type ListedKind } from '../../../shared/kinds/index.ts'
import type { PlanItem } from '../../../shared/model/plan.ts'
import type { ServerView } from '../../planning/server-view.ts'
import { parseKey } from '../../planning/targets.ts'

type Views = (serverId: string) => ServerView

/** Returns the views as these items leave them, if all goes well. */
export function viewsAfter(view: Views, items: readonly PlanItem[]): Views {
  const changed = new Map<string, ServerView>()
  for (const [serverId, serverItems] of Map.groupBy(items, (item) => item.serverId)) {
    const serverView = view(serverId)
    const rows: Partial<Record<ListedKind, Map<string, unknown>>> = {}
    for (const { kind, key, op, after } of serverItems) {
      const id = parseKey(key)?.id
      if (id === undefined || !isListed(kind)) continue
      const own = (rows[kind] ??= new Map<string, unknown>(serverView[kind]))
      if (op === 'remove') own.delete(id)
      else if (own.has(id)) own.set(id, { ...(own.get(id) as object), ...after })
    }
    changed.set(serverId, { ...serverView, ...rows } as ServerView)
  }
  return (serverId) => changed.get(serverId) ?? view(serverId)
}
