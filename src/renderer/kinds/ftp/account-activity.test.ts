import { expect, it } from 'vitest'
import type { ActivityEntry } from '../../../shared/model/activity.ts'
import { anEntry } from '../../test-data/an-entry.test-data.ts'
import { aServer } from '../../test-data/a-server.test-data.ts'
import { activityWords, isAbout } from './account-activity.ts'
import { anAccount } from '../../test-data/an-account.test-data.ts'

const row = { key: 's0/ftp/lotus_deploy', server: aServer({ id: 's0' }), account: anAccount() }
const entry = (patch: Partial<ActivityEntry>): ActivityEntry => anEntry({ serverId: 's0', ...patch })
const text = { t: (key: string) => key, has: (key: string): key is never => key === 'ftp.activity.action.update' }

it('finds the entries of an account by its name, and its creation by the short name', () => {
  expect(isAbout(entry({}), row)).toBe(true)
  expect(isAbout(entry({ action: 'ftp.create', subject: 'deploy' }), row)).toBe(true)
  expect(isAbout(entry({ subject: 'deploy' }), row)).toBe(false)
  expect(isAbout(entry({ serverId: 's1' }), row)).toBe(false)
  expect(isAbout(entry({ action: 'cron.update' }), row)).toBe(false)
})

it('tells switching on from switching off, and falls back to the name of the action', () => {
  expect(activityWords(entry({ action: 'ftp.setEnabled', after: { enabled: true } }), text)).toBe(
    'ftp.activity.enabledNow',
  )
  expect(activityWords(entry({ action: 'ftp.setEnabled', after: { enabled: false } }), text)).toBe(
    'ftp.activity.disabledNow',
  )
  expect(activityWords(entry({}), text)).toBe('ftp.activity.action.update')
  expect(activityWords(entry({ action: 'ftp.newer' }), text)).toBe('ftp.activity.action.other')
})
