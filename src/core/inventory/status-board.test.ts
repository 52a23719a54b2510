import { expect, onTestFinished, test } from 'vitest'
import type { Emit } from '../events.ts'
import { systemClock } from '../clock.ts'
import { makeDataDir, recordingLog, server } from '../storage/fixtures.ts'
import { openStorage } from '../storage/storage.ts'
import { createStatusBoard } from './status-board.ts'

const winter = { utcOffsetMin: 60, utcOffsetAtMs: Date.UTC(2026, 0, 10) }
const summer = { utcOffsetMin: 120, utcOffsetAtMs: Date.UTC(2026, 6, 10) }

function setUp() {
  const data = makeDataDir()
  const storage = openStorage({ dataDir: data.dir, nowMs: () => 0, log: recordingLog() })
  onTestFinished(() => {
    storage.close()
    data.remove()
  })
  storage.servers.put(server('s'))
  const reported: string[] = []
  const emit: Emit = (event) => void reported.push(event)
  return { reported, board: () => createStatusBoard({ storage, emit, clock: systemClock() }) }
}

test('whichever list answers last, the UTC offset with the later time wins, also after a restart', () => {
  for (const order of [
    [winter, summer],
    [summer, winter],
  ]) {
    const { board } = setUp()
    const first = board()
    for (const offset of order) first.offsetSeen('s', offset)
    expect(first.status('s').utcOffsetMin).toBe(120)
    const second = board()
    second.offsetSeen('s', winter)
    expect(second.status('s').utcOffsetMin).toBe(120)
  }
})

test('the same offset with a later time is not reported, but it outweighs offsets between the two times', () => {
  const { board, reported } = setUp()
  const { offsetSeen, status } = board()
  offsetSeen('s', winter)
  offsetSeen('s', { ...winter, utcOffsetAtMs: summer.utcOffsetAtMs + 1 })
  expect(reported).toHaveLength(1)
  offsetSeen('s', summer)
  expect(status('s').utcOffsetMin).toBe(60)
})
