import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/core/log/logger.ts'
import { openStorage } from '../../src/core/storage/storage.ts'
import { runPlay } from './run-play.ts'

/** Quits the built shell while a run is at work. */
interface Report {
  readonly runId: string
  readonly openedAt: string
  readonly questions: readonly {
    readonly message: string
    readonly detail: string
    readonly buttons: readonly string[]
    readonly defaultId: number
    readonly cancelId: number
  }[]
  readonly stayed: object
  readonly closed: object
  readonly exits: readonly number[]
  readonly sent: number
  readonly changed: number
}
let folder: string
let report: Report

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-quit-'))
  report = await runPlay('play-quit.ts', folder, 'wisdeck://runs')
}, 100_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

it('the link of the first start opens the window at its location, and the window’s position is stored', () => {
  expect(report.openedAt).toBe('app://wisdeck/#/runs')
  expect(JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'))).toEqual({
    x: 1,
    y: 2,
    width: 900,
    height: 700,
    maximized: false,
  })
})

describe('with a run at work', () => {
  it('quitting asks once, in the chosen language, and Enter and Esc give the safe answer', () => {
    expect(report.questions.map(({ message, buttons }) => [message, ...buttons].join(' / '))).toEqual([
      'A run is working / Keep working / Quit',
      ...Array.from({ length: process.platform === 'darwin' ? 1 : 2 }, () => 'Đang có đợt chạy / Chạy tiếp / Thoát'),
    ])
    expect(report.questions[0]).toMatchObject({
      detail: expect.stringMatching(/^\d+ of 90 steps are done\. /) as string,
      defaultId: 0,
      cancelId: 0,
    })
  })

  it('“Keep working” leaves the window and the run as they were, the machine awake and the progress on the taskbar', () => {
    expect(report.stayed).toEqual({
      exits: [],
      windows: 1,
      state: 'running',
      awake: 1,
      taskbar: expect.stringMatching(/^progress 0\.[1-9]/) as string,
    })
  })

  it.skipIf(process.platform === 'darwin')(
    'closing the window asks as well and keeps the window, even if an installer waits for the app to end',
    () => {
      expect(report.closed).toEqual({ asked: 2, windows: 1, exits: [] })
    },
  )

  it('“Quit” ends the app normally', () => {
    expect(report.exits).toEqual([0])
  })

  it('the ledger keeps the run, with its done and remaining items', () => {
    const storage = openStorage({
      dataDir: folder,
      nowMs: Date.now,
      log: createLogger({ sink: { write: () => {} }, nowMs: Date.now }),
    })
    try {
      const [run] = storage.runs.list({ limit: 10 })
      expect(run).toMatchObject({ id: report.runId, state: expect.stringMatching(/^(running|interrupted)$/) as string })
      const count = (...states: ('planned' | 'sent' | 'accepted' | 'confirmed')[]) =>
        storage.runs.count({ runId: report.runId, states })
      expect(count('planned')).toBe(90 - report.sent)
      expect(count('sent', 'accepted', 'confirmed')).toBe(report.sent)
      expect(report.changed).toBeLessThanOrEqual(report.sent)
      expect(report.changed).toBeGreaterThan(0)
    } finally {
      storage.close()
    }
  })
})
