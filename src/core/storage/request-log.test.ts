import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { makeDataDir, recordingLog, startMs } from './fixtures.ts'
import { openRequestLog, type RequestLog } from './request-log.ts'

const [one, other] = ['1'.repeat(64), '2'.repeat(64)]
let [nowMs, uptimeMs] = [startMs, 5_000_000]
let [data, log] = [makeDataDir(), recordingLog()]
const passes = (ms: number) => {
  nowMs += ms
  uptimeMs += ms
}
function open(): RequestLog {
  const opened = openRequestLog({ dataDir: data.dir, nowMs: () => nowMs, uptimeMs: () => uptimeMs, log })
  onTestFinished(() => opened.close())
  return opened
}
const file = () => join(data.dir, 'requests.log')

beforeEach(() => {
  ;[nowMs, uptimeMs] = [startMs, 5_000_000]
  ;[data, log] = [makeDataDir(), recordingLog()]
  mkdirSync(data.dir)
  onTestFinished(data.remove)
})

/** Plays a process that sends at 0 s and 10 s and is killed at once: it never closes its log. */
function killedProcess(): void {
  const first = open()
  first.note(one)
  passes(10_000)
  first.note(one)
  first.note(other)
}

test('requests of the last minute are known to the next process, each to its own budget', () => {
  killedProcess()
  passes(2000)
  const next = open()
  expect([next.agesMs(one), next.agesMs(other), next.agesMs('3'.repeat(64))]).toEqual([[12_000, 2000], [2000], []])
  passes(54_000)
  expect(open().agesMs(one)).toEqual([56_000])
  passes(54_000)
  expect(open().agesMs(one)).toEqual([])
})

test('a wall clock that is set makes no request look older, and a reboot none newer than it is', () => {
  killedProcess()
  nowMs += 3_600_000
  expect(open().agesMs(one)).toEqual([10_000, 0])
  nowMs -= 2 * 3_600_000
  passes(1000)
  expect(open().agesMs(one)).toEqual([11_000, 1000])
  nowMs = startMs + 30_000
  uptimeMs = 4000
  expect(open().agesMs(one)).toEqual([30_000, 20_000])
  nowMs = startMs - 1
  expect(open().agesMs(one)).toEqual([0, 0])
})

test('a line that was cut off is skipped, and a file of something else is replaced', () => {
  killedProcess()
  appendFileSync(file(), `${'1'.repeat(16)} ${nowMs}`)
  expect(open().agesMs(one)).toEqual([10_000, 0])
  writeFileSync(file(), Buffer.alloc(5000, 0xa5))
  const next = open()
  expect(next.agesMs(one)).toEqual([])
  next.note(one)
  expect(open().agesMs(one)).toEqual([0])
})

test('the file does not grow with the requests, holds no whole key, and is its owner’s alone', () => {
  const first = open()
  for (let count = 0; count < 9000; count += 1) {
    passes(100)
    first.note(one)
  }
  expect(statSync(file()).size).toBeLessThan(120_000)
  expect(readFileSync(file(), 'latin1')).not.toContain(one)
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(open().agesMs(one)).toHaveLength(650)
})

test('a folder that cannot be written to is logged once and stops nothing', () => {
  mkdirSync(join(data.dir, 'requests.log'))
  const first = open()
  first.note(one)
  first.note(one)
  expect(log.events).toEqual(['storage.requests-not-noted'])
  expect(first.agesMs(one)).toEqual([])
})
