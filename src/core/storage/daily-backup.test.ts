import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../test/kit/clock.ts'
import { keepBackedUp } from './daily-backup.ts'
import { makeDataDir, recordingLog, server, startMs } from './fixtures.ts'
import { migrations } from './migrations.ts'
import { openStorage } from './storage.ts'

const hourMs = 60 * 60_000
const dayMs = 24 * hourMs

let data: ReturnType<typeof makeDataDir>
let clock: VirtualClock
const open = () => openStorage({ dataDir: data.dir, nowMs: clock.now, log: recordingLog() })
/** Returns the dates of the backups in days since the first one, in the order of their names. */
const days = () =>
  readdirSync(join(data.dir, 'backups'))
    .sort()
    .map(
      (name) =>
        (Date.parse(name.replace(/^wisdeck-v\d+-(.{10})T(..)-(..)-(..)-(...)Z\.db$/, '$1T$2:$3:$4.$5Z')) - startMs) /
        dayMs,
    )

beforeEach(() => {
  data = makeDataDir()
  clock = createVirtualClock(startMs)
  const storage = open()
  storage.servers.put(server('a'))
  storage.close()
})
afterEach(() => data.remove())

it('is made once a day while Wisdeck runs, and leaves no timer when Wisdeck ends', async () => {
  const storage = open()
  const end = keepBackedUp({ storage, clock })
  await clock.advance(3 * dayMs + hourMs)
  expect(days()).toEqual([0, 1, 2, 3])
  end()
  expect(clock.timers()).toBe(0)
  storage.close()
})

describe('a clock that was ahead once', () => {
  const start = (...atDays: readonly number[]) => {
    for (const day of atDays) {
      clock.stepWall(startMs + day * dayMs - clock.now())
      open().close()
    }
  }

  it('does not cause a backup at every start afterwards, so that the good days stay', () => {
    start(0, 1, 2, 3, 4, 400, 4.1, 4.2, 4.3, 4.4)
    expect(days()).toEqual([1, 2, 3, 4, 400])
  })

  it('takes the slot of one day only: the backup it made is removed first', () => {
    start(0, 1, 2, 3, 4, 400, 800, 5, 6)
    expect(days()).toEqual([2, 3, 4, 5, 6])
  })

  it('does not make its backup the newest when a damaged file is rescued', () => {
    start(400, 0)
    expect(days()).toEqual([0, 400])
    const storage = open()
    storage.servers.put(server('b', 1))
    storage.close()
    start(1)
    expect(rescued()).toEqual(['a', 'b'])
  })
})

/** Destroys the data file, opens it again, and returns the ids of the servers that the rescue brings back. */
function rescued(): readonly string[] {
  writeFileSync(join(data.dir, 'wisdeck.db'), 'no database')
  const storage = open()
  const ids = storage.servers.list().map(({ id }) => id)
  storage.close()
  return ids
}

it('keeps the backup made before a migration, however many days and schema steps follow', async () => {
  const steps = Array.from({ length: 8 }, (_, index) => ({
    name: 'a table',
    sql: `CREATE TABLE more${index} (id INTEGER)`,
  }))
  const newer = openStorage({
    dataDir: data.dir,
    nowMs: clock.now,
    log: recordingLog(),
    migrations: [...migrations, ...steps],
  })
  const end = keepBackedUp({ storage: newer, clock })
  await clock.advance(20 * dayMs)
  end()
  newer.close()
  const versions = readdirSync(join(data.dir, 'backups')).map((name) => Number(/^wisdeck-v(\d+)-/.exec(name)?.[1]))
  const now = migrations.length + steps.length
  expect(versions.sort((a, b) => a - b)).toEqual([migrations.length, now, now, now, now, now])
})
