import { expect, test } from 'vitest'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import { AppError } from '../../shared/errors.ts'
import type { Emit } from '../events.ts'
import { recordingLog } from '../storage/fixtures.ts'
import { defaultSettings } from '../../shared/model/settings.ts'
import { systemClock } from '../clock.ts'
import type { NewEntry, Storage } from '../storage/types.ts'
import { createActivity } from './activity.ts'

/** An activity log on a disk that takes entries only when the test says so. */
function onFullDisk() {
  const log = recordingLog()
  const waiting: (() => void)[] = []
  const added: ActivityEntry[] = []
  const append = (entry: NewEntry) => ({ ...entry, id: 1, runId: null, itemIndex: null })
  const storage = {
    record: { append } as unknown as Storage['record'],
    settings: { get: () => defaultSettings, put: () => undefined },
    eventually: (write: () => void) => void waiting.push(write),
  }
  const emit = ((_name: string, entry: ActivityEntry) => void added.push(entry)) as Emit
  const activity = createActivity({ storage, clock: systemClock(), emit, actor: 'ana', log })
  return { log, activity, added, free: () => waiting.forEach((write) => write()) }
}
const activityAction = { action: 'ftp.update', subject: 'admin_a', server: null }

test('reports a change as made even if the disk has no room for its entry, and adds the entry later', async () => {
  const { activity, added, free } = onFullDisk()
  expect(await activity.record(activityAction, () => ({ value: 7, before: null, after: null }))).toBe(7)
  expect(added).toEqual([])
  free()
  expect(added).toMatchObject([{ subject: 'admin_a', result: 'done' }])
})

test('a full disk does not hide that the outcome of a change is unknown', async () => {
  const { activity, added, free } = onFullDisk()
  const doubt = new AppError('write.unknown', 'The answer was lost')
  await expect(activity.record(activityAction, () => Promise.reject(doubt))).rejects.toBe(doubt)
  free()
  expect(added).toMatchObject([{ result: 'unknown' }])
})
