import { rowKey } from '../../shared/model/inventory.ts'
import type { ActivityEntry } from '../../shared/model/activity.ts'

const ops: Readonly<Record<string, ActivityEntry['op']>> = {
  'ftp.create': 'create',
  'ftp.update': 'update',
  'ftp.setAllowedIps': 'update',
  'ftp.setEnabled': 'update',
  'ftp.setPassword': 'password',
  'ftp.remove': 'remove',
  'ftp.setAnonymous': 'update',
  'cron.create': 'create',
  'cron.update': 'update',
  'cron.remove': 'remove',
  'cron.setNote': null,
}

/** Returns which row an entry that no run has written is about, and what was done to it. All null for no row. */
export function rowOf({
  serverId,
  action,
  subject,
  before,
  after,
}: Pick<ActivityEntry, 'serverId' | 'action' | 'subject' | 'before' | 'after'>): Pick<
  ActivityEntry,
  'kind' | 'rowKey' | 'op'
> {
  const op = ops[action]
  if (serverId === null || op === undefined) return { kind: null, rowKey: null, op: null }
  if (action === 'ftp.setAnonymous') return { kind: 'anonymous', rowKey: rowKey(serverId, 'anonymous', subject), op }
  if (action.startsWith('ftp.'))
    return { kind: 'ftp', rowKey: rowKey(serverId, 'ftp', String(after?.['username'] ?? subject)), op }
  const id = after?.['id'] ?? before?.['id'] ?? (/^#\d+$/.test(subject) ? subject.slice(1) : null)
  return { kind: 'cron', rowKey: id === null ? null : rowKey(serverId, 'cron', String(id)), op }
}
