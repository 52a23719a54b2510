import { rowKey } from '../../shared/model/inventory.ts'
import type { ActivityEntry } from '../../shared/model/activity.ts'

type Row = Pick<ActivityEntry, 'kind' | 'rowKey' | 'op'>
const noRow: Row = { kind: null, rowKey: null, op: null }

/** Returns which row an entry that no run has written is about, and what was done to it. All null for no row. */
export function rowOf({ serverId, action, after }: Pick<ActivityEntry, 'serverId' | 'action' | 'after'>): Row {
  if (serverId === null) return noRow
  if (action !== 'cron.setNote') return noRow
  const id = after?.['id']
  return { kind: 'cron', rowKey: id === undefined ? null : rowKey(serverId, 'cron', String(id)), op: null }
}
