import type { ActivityEntry } from '../../../shared/model/activity.ts'
import type { useText } from '../../i18n/index.ts'
import type { FtpRow } from './account-rows.ts'

/**
 * Returns whether an entry of the log is about this account. A creation is logged under the short name, before the
 * panel has put the owner in front.
 */
export function isAbout(entry: ActivityEntry, { server, account }: FtpRow): boolean {
  if (entry.serverId !== server.id || !entry.action.startsWith('ftp.')) return false
  return (
    entry.subject === account.username ||
    (entry.action === 'ftp.create' && account.username === `${account.owner}_${entry.subject}`)
  )
}

/** Returns what an entry did to its account, in words. Enabling and disabling are distinguished. */
export function activityWords(entry: ActivityEntry, { t, has }: Pick<ReturnType<typeof useText>, 't' | 'has'>): string {
  const name = entry.action.replace(/^ftp\./, '')
  const enabled = entry.after?.['enabled']
  if (name === 'setEnabled' && typeof enabled === 'boolean')
    return t(enabled ? 'ftp.activity.enabledNow' : 'ftp.activity.disabledNow')
  const key = `ftp.activity.action.${name}`
  return has(key) ? t(key) : t('ftp.activity.action.other', { action: entry.action })
}
