import { afterEach, describe, expect, it } from 'vitest'
import { createDemoPanel, type DemoPanelOptions, type DemoPanelServer } from './panel.ts'
import { takeRequest } from './rate-window.ts'
import { createRawClient } from './raw-client.fixture.ts'

const startMs = Date.parse('2026-05-18T10:00:20.500Z')
let nowMs = startMs
const panels: DemoPanelServer[] = []

async function start(options: DemoPanelOptions = {}) {
  nowMs = startMs
  const panel = await createDemoPanel({ now: () => nowMs, ...options })
  panels.push(panel)
  const call = createRawClient(panel)
  /** Returns limit, remaining, reset and status of one request. */
  const figures = async (token?: string) => {
    const { headers, status } = await call('GET', '/ftp/status', token === undefined ? {} : { token })
    return [headers['x-ratelimit-limit'], headers['x-ratelimit-remaining'], headers['x-ratelimit-reset'], status]
  }
  return { panel, call, figures }
}

afterEach(async () => {
  await Promise.all(panels.splice(0).map((panel) => panel.close()))
})

const seconds = (ms: number) => String(Math.floor(ms / 1000))

describe('the budget of a token', () => {
  it('is 60 a minute, reported by three headers and Date on every authenticated answer', async () => {
    const { call, figures } = await start()
    expect(await figures()).toEqual(['60', '59', seconds(startMs + 60_000), 200])
    const missing = await call('GET', '/ftp/admin_none')
    expect([missing.status, missing.headers['x-ratelimit-remaining']]).toEqual([404, '58'])
    expect(missing.headers.date).toBe('Mon, 18 May 2026 10:00:20 GMT')
  })

  it('answers 429 with Retry-After when it is used up, and starts again with the window', async () => {
    const { panel, call, figures } = await start({ rateLimit: { limit: 3 } })
    for (const left of ['2', '1', '0']) expect((await figures())[1]).toBe(left)
    nowMs += 45_200
    const refused = await call('POST', '/ftp/', { body: { username: 'deploy', password: 'x' } })
    expect(refused.status).toBe(429)
    expect(refused.json).toEqual({
      success: false,
      code: 'RATE_LIMIT_EXCEEDED',
      error: 'Rate limit exceeded',
      message: 'Rate limit exceeded',
      status: 429,
    })
    expect(refused.headers).toMatchObject({
      'retry-after': '15',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': seconds(startMs + 60_000),
    })
    expect(panel.accounts).toEqual([])
    expect(panel.counters.throttled).toBe(1)
    nowMs = startMs + 60_000
    expect(await figures()).toEqual(['3', '2', seconds(startMs + 120_000), 200])
  })

  it('is separate for each token, and accepts another limit, phase and length', async () => {
    const { panel, figures } = await start({ rateLimit: { phaseMs: startMs - 20_500 } })
    panel.addToken('wsp_other', { rateLimit: { limit: 5, windowMs: 10_000, phaseMs: startMs - 1000 } })
    expect(await figures()).toEqual(['60', '59', seconds(startMs + 39_500), 200])
    expect(await figures('wsp_other')).toEqual(['5', '4', seconds(startMs + 9000), 200])
    panel.addToken('wsp_other', { rateLimit: { limit: 3, windowMs: 10_000, phaseMs: startMs - 1000 } })
    expect((await figures('wsp_other'))[1]).toBe('1')
    panel.removeToken('wsp_other')
    expect((await figures('wsp_other'))[3]).toBe(401)
  })

  it('can be used by other clients too, at once or evenly', async () => {
    const { panel, figures } = await start()
    await panel.setFault('foreignTraffic', 10)
    expect((await figures())[1]).toBe('49')
    await panel.setFault('foreignTraffic', { perWindow: 60, spread: 'even' })
    nowMs = startMs + 30_000
    expect((await figures())[1]).toBe('28')
    nowMs = startMs + 59_500
    expect((await figures())[3]).toBe(429)
  })

  it('is reported on the panel’s own clock', async () => {
    const { panel, call, figures } = await start()
    await panel.setFault('clockSkew', -37_000)
    expect((await figures())[2]).toBe(seconds(startMs + 60_000 - 37_000))
    const made = await call('POST', '/cronjobs/', { body: { name: 'n', command: 'c', cron_expr: '@daily' } })
    expect(made.headers.date).toBe('Mon, 18 May 2026 09:59:43 GMT')
    expect(made.json).toMatchObject({ created_at: '2026-05-18T16:59:43+07:00' })
  })

  it('can be left unreported', async () => {
    const { panel, call } = await start({ rateLimit: { limit: 1 } })
    await panel.setFault('withoutHeaders', ['rate', 'date'])
    const names = [await call('GET', '/ftp/'), await call('GET', '/ftp/')].map(({ status, headers }) => [
      status,
      headers.date,
      headers['x-ratelimit-limit'],
      headers['retry-after'],
    ])
    expect(names).toEqual([
      [200, undefined, undefined, undefined],
      [429, undefined, undefined, undefined],
    ])
  })
})

it('counts windows from the phase, before and after it', () => {
  const rate = { limit: 1, windowMs: 1000, phaseMs: 5300 }
  const first = takeRequest(null, 4299, rate, null)
  expect([first.allowed, first.window.startMs, first.resetAtMs]).toEqual([true, 3300, 4300])
  expect(takeRequest(first.window, 4299, rate, null).allowed).toBe(false)
  expect(takeRequest(first.window, 4300, rate, null)).toMatchObject({ allowed: true, resetAtMs: 5300 })
})
