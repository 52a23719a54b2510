import type { ActivityEntry } from '../../../shared/model/activity.ts'
import type { CronJob } from '../../../shared/kinds/cron.ts'
import type { useText } from '../../i18n/index.ts'
import { reportedFields } from '../../changes/diff.ts'

/**
 * Returns whether an entry of a server's activity is about this job. Core refers to a job by its name, or by `#id`
 * if it does not know the name.
 */
export function isAbout(entry: ActivityEntry, serverId: string, job: Pick<CronJob, 'id' | 'name'>): boolean {
  if (entry.serverId !== serverId || !entry.action.startsWith('cron.')) return false
  const ids = [entry.before?.['id'], entry.after?.['id']].filter((id) => id !== undefined)
  if (ids.length > 0) return ids.includes(job.id)
  const names = [entry.subject, entry.before?.['name'], entry.after?.['name']]
  return names.includes(job.name) || entry.subject === `#${job.id}`
}

/** Returns what an entry did. Enabling and disabling are distinguished from other changes. */
export function kindOf(entry: ActivityEntry): 'create' | 'enable' | 'disable' | 'update' | 'remove' | 'note' {
  if (entry.action === 'cron.create') return 'create'
  if (entry.action === 'cron.remove') return 'remove'
  if (entry.action === 'cron.setNote') return 'note'
  const fields = reportedFields(entry)
  if (fields.length === 1 && fields[0] === 'enabled') return entry.after?.['enabled'] === true ? 'enable' : 'disable'
  return 'update'
}

/** Returns what an entry did to its job, in words. A change names the fields that differ. */
export function activityWords(
  entry: ActivityEntry,
  { t, has, list }: Pick<ReturnType<typeof useText>, 't' | 'has' | 'list'>,
): string {
  const kind = kindOf(entry)
  const fields = reportedFields(entry).flatMap((field) => {
    const key = `cron.activity.field.${field}`
    return has(key) ? [t(key)] : []
  })
  return kind === 'update' && fields.length > 0
    ? t('cron.activity.updateFields', { fields: list(fields) })
    : t(`cron.activity.${kind}`)
}
