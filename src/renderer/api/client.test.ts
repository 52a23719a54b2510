import { beforeEach, expect, it, vi } from 'vitest'
import type { Transport } from './transport.ts'

const load = () => import('./client.ts')
let client: Awaited<ReturnType<typeof load>>
let line: Parameters<Transport['open']>[0]

beforeEach(async () => {
  vi.resetModules()
  client = await load()
  client.connect({ open: (to) => void (line = to), call: async () => ({ ok: true, value: null }), retry: () => {} })
})

const leadTo = (screen: 'ftp' | 'cron') => line.event({ event: 'app.navigate', payload: { screen, query: {} } })

it('keeps the last location until the app listens, and reports it once', async () => {
  leadTo('cron')
  leadTo('ftp')
  const reported: string[] = []
  client.onEvent('app.navigate', ({ screen }) => reported.push(screen))
  client.onEvent('app.navigate', ({ screen }) => reported.push(`again ${screen}`))()
  expect(reported).toEqual([])
  await Promise.resolve()
  expect(reported).toEqual(['ftp'])
  leadTo('cron')
  client.onEvent('app.navigate', ({ screen }) => reported.push(`late ${screen}`))
  await Promise.resolve()
  expect(reported).toEqual(['ftp', 'cron'])
})
