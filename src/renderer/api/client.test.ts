import { beforeEach, expect, it, vi } from 'vitest'
import type { Transport } from './transport.ts'

const load = () => import('./client.ts')
let client: Awaited<ReturnType<typeof load>>
let report: Parameters<Transport['open']>[0]

beforeEach(async () => {
  vi.resetModules()
  client = await load()
  client.connect({
    open: (target) => void (report = target),
    call: async () => ({ ok: true, seq: 7, value: null }),
    retry: () => {},
  })
})

const navigateTo = (screen: 'ftp' | 'cron') =>
  report.event({ event: 'app.navigate', seq: 3, payload: { screen, query: {} } })

it('keeps the last location until the app listens, and reports it once', async () => {
  navigateTo('cron')
  navigateTo('ftp')
  const reported: string[] = []
  client.onEvent('app.navigate', ({ screen }) => reported.push(screen))
  client.onEvent('app.navigate', ({ screen }) => reported.push(`again ${screen}`))()
  expect(reported).toEqual([])
  await Promise.resolve()
  expect(reported).toEqual(['ftp'])
  navigateTo('cron')
  client.onEvent('app.navigate', ({ screen }) => reported.push(`late ${screen}`))
  await Promise.resolve()
  expect(reported).toEqual(['ftp', 'cron'])
})
