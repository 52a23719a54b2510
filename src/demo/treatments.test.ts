import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Treatment } from './faults.ts'
import { accountOf } from './kinds/ftp/state.ts'
import { createDemoPanel, type DemoPanelServer } from './panel.ts'
import { createRawClient, type RawClient } from './raw-client.fixture.ts'
import { emptyState } from './state.ts'

const startMs = Date.parse('2026-05-18T10:44:36Z')
const minuteMs = 60_000

/** A clock that stands still until the test moves it on. */
function createManualClock() {
  let timers: { readonly dueMs: number; readonly run: () => void }[] = []
  const clock = {
    nowMs: startMs,
    now: () => clock.nowMs,
    after: (delayMs: number, run: () => void) => {
      const timer = { dueMs: clock.nowMs + delayMs, run }
      timers.push(timer)
      return () => void (timers = timers.filter((one) => one !== timer))
    },
    pass(ms: number) {
      clock.nowMs += ms
      const due = timers.filter((timer) => timer.dueMs <= clock.nowMs)
      timers = timers.filter((timer) => !due.includes(timer))
      for (const timer of due) timer.run()
    },
    timers: () => timers.length,
  }
  return clock
}

const clock = createManualClock()
const before = { ...emptyState(), accounts: [accountOf({ username: 'admin_deploy' }, startMs - 1000)] }
let panel: DemoPanelServer
let call: RawClient

beforeAll(async () => {
  panel = await createDemoPanel({ rateLimit: { limit: 10_000 }, now: clock.now, after: clock.after })
  call = createRawClient(panel)
})
afterAll(() => panel.close())
afterEach(async () => {
  await panel.clearFaults()
  clock.nowMs = startMs
  panel.edit(() => before)
  panel.clearRequests()
})

const isEnabled = () => panel.state().ftp['admin_deploy']?.enabled
const codeOf = (thrown: unknown) => (thrown as { readonly code?: string }).code
/** Sends a toggle and returns the status and whether the body is JSON, or the code of the error. */
const toggle = (timeoutMs?: number) =>
  call('POST', '/ftp/admin_deploy/toggle', timeoutMs ? { timeoutMs } : {}).then(
    ({ status, json }) => [status, json !== undefined] as const,
    (thrown: unknown) => codeOf(thrown) ?? 'unknown',
  )
const untilReceived = async (count: number) => {
  while (panel.requests.length < count) await new Promise(setImmediate)
}

describe('work and reply of a request', () => {
  beforeAll(() => panel.edit(() => before))
  const replies: readonly (readonly [Treatment['reply'], unknown])[] = [
    ['own', [200, true]],
    ['truncated', [200, false]],
    ['empty', [200, false]],
    ['html', [200, false]],
    ['drop', 'ECONNRESET'],
    [302, [302, false]],
    [500, [500, true]],
    [502, [502, false]],
    [503, [503, false]],
    [504, [504, false]],
  ]

  it.each(replies)('are independent: reply %s with the work done or not', async (reply, seen) => {
    await panel.setFault('treatment', { work: 'done', reply, count: 1 })
    expect([await toggle(), isEnabled()]).toEqual([seen, false])
    await panel.setFault('treatment', { work: 'undone', reply, count: 1 })
    expect([await toggle(), isEnabled()]).toEqual([seen, false])
    expect(panel.changes().map((change) => change.carriedOutAtMs)).toEqual([startMs, null])
    expect(await toggle()).toEqual([200, true])
  })

  it('may be no answer at all, with the work done or not', async () => {
    await panel.setFault('treatment', { work: 'undone', reply: 'hang', count: 1 })
    await toggle(60)
    expect(isEnabled()).toBe(true)
    await panel.setFault('treatment', { work: 'done', reply: 'hang', count: 1 })
    await toggle(60)
    expect(isEnabled()).toBe(false)
    expect(panel.requests.map(({ outcome, carriedOut }) => [outcome, carriedOut])).toEqual([
      ['hung', false],
      ['hung', true],
    ])
  })

  it('print the error 500 as the panel prints its errors, with its headers', async () => {
    await panel.setFault('treatment', { work: 'done', reply: 500 })
    const reply = await call('GET', '/ftp/')
    expect(reply.json).toMatchObject({ success: false, code: 'INTERNAL_ERROR', status: 500 })
    expect(reply.headers['x-ratelimit-limit']).toBe('10000')
  })

  it('can differ by method and path, and end after n requests', async () => {
    await panel.setFault('treatment', [
      { work: 'undone', reply: 504, method: 'GET', path: /^\/ftp\/[^/]+$/, count: 2 },
      { work: 'undone', reply: 503, path: '/ftp/' },
    ])
    const statusOf = async (method: string, path: string) => (await call(method, path)).status
    expect(await statusOf('GET', '/ftp/admin_deploy')).toBe(504)
    expect(await statusOf('GET', '/ftp/')).toBe(503)
    expect(await statusOf('GET', '/cronjobs/')).toBe(200)
    expect(await statusOf('DELETE', '/ftp/admin_deploy')).toBe(503)
    expect(await statusOf('GET', '/ftp/admin_deploy')).toBe(504)
    expect(await statusOf('GET', '/ftp/admin_deploy')).toBe(503)
    expect(panel.faults.treatment).toEqual([{ work: 'undone', reply: 503, path: '/ftp/' }])
  })
})

describe('late work', () => {
  it('is done half an hour after the request, although the client has gone', async () => {
    await panel.setFault('treatment', { work: { afterMs: 30 * minuteMs }, reply: 'own', count: 1 })
    await toggle(60)
    while (panel.requests[0]?.outcome === 'open') await new Promise(setImmediate)
    clock.pass(30 * minuteMs - 1)
    expect(isEnabled()).toBe(true)
    expect(panel.changes()).toMatchObject([{ outcome: 'abandoned', carriedOutAtMs: null, before: null, after: null }])
    clock.pass(1)
    expect(isEnabled()).toBe(false)
    expect(panel.changes()).toMatchObject([
      {
        outcome: 'abandoned',
        status: null,
        receivedAtMs: startMs,
        carriedOutAtMs: startMs + 30 * minuteMs,
        before: { enabled: true },
        after: { enabled: false, updatedAtMs: startMs + 30 * minuteMs },
      },
    ])
  })

  it('is answered when it is done, if the client waits for it', async () => {
    await panel.setFault('treatment', { work: { afterMs: 45_000 }, reply: 'own' })
    const answered = toggle()
    await untilReceived(1)
    clock.pass(45_000)
    expect(await answered).toEqual([200, true])
  })

  it('can come after another answer', async () => {
    await panel.setFault('treatment', { work: { afterMs: minuteMs }, reply: 504, count: 1 })
    expect([await toggle(), isEnabled()]).toEqual([[504, false], true])
    expect((await call('GET', '/ftp/admin_deploy')).json).toMatchObject({ enabled: true })
    clock.pass(minuteMs)
    expect(isEnabled()).toBe(false)
  })

  it('works on the rows that are there then', async () => {
    await panel.setFault('treatment', { work: { afterMs: minuteMs }, reply: 'drop', method: 'DELETE' })
    await call('DELETE', '/ftp/admin_deploy').catch(codeOf)
    panel.edit((state) => ({ ...state, accounts: [] }))
    clock.pass(minuteMs)
    expect(panel.changes()).toMatchObject([
      { id: 'admin_deploy', refusedWith: 404, carriedOutAtMs: null, status: null },
    ])
  })

  it('counts against the budget when the request comes, and is not done by a closed panel', async () => {
    const other = await createDemoPanel({ state: before, now: clock.now, after: clock.after })
    await other.setFault('treatment', { work: { afterMs: minuteMs }, reply: 'drop', method: 'POST' })
    await createRawClient(other)('POST', '/ftp/admin_deploy/toggle').catch(codeOf)
    expect((await createRawClient(other)('GET', '/ftp/')).headers['x-ratelimit-remaining']).toBe('58')
    expect(clock.timers()).toBe(1)
    await other.close()
    expect(clock.timers()).toBe(0)
  })
})
