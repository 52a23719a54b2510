import { expect, it } from 'vitest'
import { openPrefetch } from './prefetch.ts'
import type { BridgeEvent, BridgeState, Transport } from './transport.ts'

const paused: BridgeEvent = { event: 'bridge.reconnected', payload: null }

function fakeTransport() {
  const calls: string[] = []
  let report: Parameters<Transport['open']>[0] | null = null
  const transport: Transport = {
    open: (to) => void (report = to),
    call: async (method) => ({ ok: true, seq: calls.length, value: `${method} ${calls.push(method)}` }),
    retry: () => void calls.push('retry'),
  }
  return { transport, calls, currentReport: () => report as unknown as Parameters<Transport['open']>[0] }
}

function listener() {
  const states: BridgeState[] = []
  const events: BridgeEvent[] = []
  return {
    states,
    events,
    report: {
      state: (state: BridgeState) => void states.push(state),
      event: (event: BridgeEvent) => void events.push(event),
    },
  }
}

it('asks once the connection is ready, and gives each answer to the first call', async () => {
  const { transport, calls, currentReport } = fakeTransport()
  const prefetch = openPrefetch(transport, [['rows.list', { kind: 'ftp' }]])
  expect(calls).toEqual([])
  currentReport().state('ready')
  expect(calls).toEqual(['rows.list'])
  expect(await prefetch.call('rows.list', { kind: 'ftp' })).toEqual({ ok: true, seq: 0, value: 'rows.list 1' })
  expect(await prefetch.call('rows.list', { kind: 'ftp' })).toEqual({ ok: true, seq: 1, value: 'rows.list 2' })
})

it('asks again for another input, but not after an interruption', async () => {
  const { transport, calls, currentReport } = fakeTransport()
  const prefetch = openPrefetch(transport, [['rows.list', { kind: 'ftp' }]])
  currentReport().state('ready')
  currentReport().state('lost')
  currentReport().state('ready')
  expect(calls).toEqual(['rows.list'])
  expect(await prefetch.call('rows.list', { kind: 'ftp', serverIds: ['a'] })).toEqual({
    ok: true,
    seq: 1,
    value: 'rows.list 2',
  })
})

it('reports the state at once, and kept events once the page listens', async () => {
  const { transport, currentReport } = fakeTransport()
  const prefetch = openPrefetch(transport, [])
  currentReport().state('ready')
  currentReport().event(paused)
  const { states, events, report } = listener()
  prefetch.open(report)
  expect([states, events]).toEqual([['ready'], []])
  currentReport().event(paused)
  await Promise.resolve()
  expect(events).toEqual([paused, paused])
  currentReport().event(paused)
  currentReport().state('lost')
  expect(events).toHaveLength(3)
  expect(states.at(-1)).toBe('lost')
})

it('survives a prefetch that fails, and passes the failure to the caller', async () => {
  const { transport, currentReport } = fakeTransport()
  const prefetch = openPrefetch({ ...transport, call: () => Promise.reject(new Error('away')) }, [
    ['rows.list', { kind: 'ftp' }],
  ])
  currentReport().state('ready')
  await expect(prefetch.call('rows.list', { kind: 'ftp' })).rejects.toThrow('away')
})
