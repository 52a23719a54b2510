import { expect, it } from 'vitest'
import { openPrefetch } from './prefetch.ts'
import type { BridgeEvent, BridgeState, Transport } from './transport.ts'

const paused: BridgeEvent = { event: 'bridge.reconnected', payload: null }

function fakeTransport() {
  const calls: string[] = []
  let report: Parameters<Transport['open']>[0] | null = null
  const transport: Transport = {
    open: (to) => void (report = to),
    call: async (method) => ({ ok: true, value: `${method} ${calls.push(method)}` }),
    retry: () => void calls.push('retry'),
  }
  return { transport, calls, line: () => report as unknown as Parameters<Transport['open']>[0] }
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
  const { transport, calls, line } = fakeTransport()
  const ahead = openPrefetch(transport, ['ftp.list'])
  expect(calls).toEqual([])
  line().state('ready')
  expect(calls).toEqual(['ftp.list'])
  expect(await ahead.call('ftp.list', {})).toEqual({ ok: true, value: 'ftp.list 1' })
  expect(await ahead.call('ftp.list', {})).toEqual({ ok: true, value: 'ftp.list 2' })
})

it('asks again for another input, but not after an interruption', async () => {
  const { transport, calls, line } = fakeTransport()
  const ahead = openPrefetch(transport, ['ftp.list'])
  line().state('ready')
  line().state('lost')
  line().state('ready')
  expect(calls).toEqual(['ftp.list'])
  expect(await ahead.call('ftp.list', { serverIds: ['a'] })).toEqual({ ok: true, value: 'ftp.list 2' })
})

it('reports the state at once, and kept events once the page listens', async () => {
  const { transport, line } = fakeTransport()
  const ahead = openPrefetch(transport, [])
  line().state('ready')
  line().event(paused)
  const { states, events, report } = listener()
  ahead.open(report)
  expect([states, events]).toEqual([['ready'], []])
  line().event(paused)
  await Promise.resolve()
  expect(events).toEqual([paused, paused])
  line().event(paused)
  line().state('lost')
  expect(events).toHaveLength(3)
  expect(states.at(-1)).toBe('lost')
})

it('survives a prefetch that fails, and passes the failure to the caller', async () => {
  const { transport, line } = fakeTransport()
  const ahead = openPrefetch({ ...transport, call: () => Promise.reject(new Error('away')) }, ['ftp.list'])
  line().state('ready')
  await expect(ahead.call('ftp.list', {})).rejects.toThrow('away')
})
