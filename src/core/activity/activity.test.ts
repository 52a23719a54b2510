import { expect, test } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { recordingLog } from '../storage/fixtures.ts'
import { systemClock } from '../clock.ts'
import { createActivity } from './activity.ts'

function onFullDisk() {
  const log = recordingLog()
  const append = () => {
    throw new AppError('storage.full', 'Full')
  }
  const storage = { activity: { append, list: () => [], walk: <T>(read: (none: []) => T) => read([]) } }
  return { log, activity: createActivity({ storage, clock: systemClock(), emit: () => {}, actor: 'ana', log }) }
}
const activityAction = { action: 'ftp.update', subject: 'admin_a', server: null }

test('reports a change as made even if the log has no room for its entry', async () => {
  const { activity, log } = onFullDisk()
  expect(await activity.record(activityAction, () => ({ value: 7, before: null, after: null }))).toBe(7)
  expect(log.events).toEqual(['activity.not-written'])
})

test('a full disk does not hide that the outcome of a change is unknown', async () => {
  const { activity } = onFullDisk()
  const doubt = new AppError('write.unknown', 'The answer was lost')
  await expect(activity.record(activityAction, () => Promise.reject(doubt))).rejects.toBe(doubt)
})
