import type { ActivityEntry } from '../../shared/model/activity.ts'
import type { ActionKey } from '../i18n/action-keys.ts'
import activity from '../i18n/en/activity.json' with { type: 'json' }
import { reportedFields } from './diff.ts'

type EntryValues = Pick<ActivityEntry, 'action' | 'before' | 'after'>

function isActionKey(key: string): key is ActionKey {
  return Object.hasOwn(activity.action, key)
}

/** Actions that turn something on or off. If an entry changes nothing else, the new state decides the words. */
const switches: ReadonlyMap<string, readonly [on: ActionKey, off: ActionKey]> = new Map([
  ['ftp.setEnabled', ['ftp_enable', 'ftp_disable']],
  ['ftp.update', ['ftp_enable', 'ftp_disable']],
  ['ftp.setAnonymous', ['ftp_anonymousOn', 'ftp_anonymousOff']],
  ['anonymous.update', ['ftp_anonymousOn', 'ftp_anonymousOff']],
  ['cron.update', ['cron_enable', 'cron_disable']],
])

/** Whether an entry changes no other field than this one. */
function isEachField(entry: EntryValues, name: string): boolean {
  const fields = reportedFields(entry)
  return fields.length > 0 && fields.every((field) => field === name)
}

/** Returns the catalogue's name of an entry's action; null for an action that this version does not know. */
export function actionKey(entry: EntryValues): ActionKey | null {
  const [on, off] = switches.get(entry.action) ?? []
  const enabled = entry.after?.['enabled']
  if (on !== undefined && off !== undefined && typeof enabled === 'boolean' && isEachField(entry, 'enabled'))
    return enabled ? on : off
  if (entry.action === 'ftp.update' && isEachField(entry, 'allowedIps')) return 'ftp_setAllowedIps'
  if (entry.action === 'anonymous.update') return 'ftp_setAnonymous'
  const key = entry.action.replace('.', '_')
  return isActionKey(key) ? key : null
}

/** Returns the key of the words for a change of a row in the catalogue of its kind, which may lack them. */
export function kindActionKey(entry: EntryValues): string {
  const [kind, op] = entry.action.split('.')
  const enabled = entry.after?.['enabled']
  const verb = typeof enabled === 'boolean' && isEachField(entry, 'enabled') ? (enabled ? 'enable' : 'disable') : op
  return `kinds.${kind}.did.${verb}`
}

/** Returns what an entry's values describe: something created, something removed, or two states to compare. */
export function entryKind(entry: EntryValues): 'created' | 'removed' | 'changed' {
  if (entry.before === null && entry.after !== null) return 'created'
  return entry.before !== null && entry.after === null ? 'removed' : 'changed'
}
