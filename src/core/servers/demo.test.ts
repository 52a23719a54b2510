import { expect, test } from 'vitest'
import type { DemoFleet, DemoPanel } from '../ports.ts'
import { recordingLog } from '../storage/fixtures.ts'
import type { StoredServer } from '../storage/types.ts'
import { systemClock } from '../clock.ts'
import type { Vault } from '../vault/types.ts'
import { createDemo, withDemoTokens } from './demo.ts'

/** Creates a demo without real panels. Plain http needs no certificate. */
function setUp() {
  const servers = new Map<string, StoredServer>()
  const reported: string[] = []
  let end: ((fault: Error) => void) | null = null
  let release: ((panels: readonly DemoPanel[]) => void) | null = null
  const fleet: DemoFleet = {
    start: () =>
      new Promise((resolve, reject) => {
        reported.push('start')
        release = resolve
        end = reject
      }),
    stop: async () => {
      reported.push('stop')
      end?.(new Error('ended'))
    },
  }
  const deps = {
    fleet,
    clock: systemClock(),
    log: recordingLog(),
    emit: () => {},
    vault: withDemoTokens({} as Vault),
    connections: { reset: () => {} },
    inventory: { serverChanged: () => {}, serverRemoved: () => {} },
    storage: {
      servers: {
        list: () => [...servers.values()],
        put: (one: StoredServer) => servers.set(one.id, one),
        remove: (id: string) => servers.delete(id),
      },
    },
  } as unknown as Parameters<typeof createDemo>[0]
  const demo = createDemo(deps)
  const start = () => Promise.resolve(demo.handlers['demo.start']({ panels: 1, accounts: 1, jobs: 1, seed: 1 }))
  return { demo, start, reported, servers, release: (panels: readonly DemoPanel[]) => release?.(panels) }
}
const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

test('a fleet that is stopped while it starts leaves no servers behind', async () => {
  const { demo, start, servers, reported } = setUp()
  const started = start().catch((thrown: { code: string }) => thrown.code)
  await tick()
  await demo.handlers['demo.stop']({})
  expect(await started).toBe('demo.failed')
  expect([servers.size, demo.running()]).toEqual([0, false])
  expect(reported.filter((each) => each === 'start')).toHaveLength(1)
})

test('a fleet whose panels do not answer is stopped as a whole', async () => {
  const { demo, start, servers, reported, release } = setUp()
  const started = start().catch((thrown: { code: string }) => thrown.code)
  await tick()
  const panel = {
    name: 'Gone',
    url: 'https://127.0.0.1:1',
    token: 'wsp_00',
    fingerprint256: '',
    tags: [],
    folder: '',
    environment: 'none',
    notes: '',
  } as const
  release([panel])
  expect(await started).toBe('demo.failed')
  expect([servers.size, demo.running(), reported]).toEqual([0, false, ['start', 'stop']])
})

test('a second start waits for the first', async () => {
  const { start, reported, demo } = setUp()
  const [first, second] = [start(), start()].map((each) => each.catch((thrown: { code: string }) => thrown.code))
  await tick()
  expect(reported).toEqual(['start'])
  await demo.close()
  expect(await Promise.all([first, second])).toEqual(['demo.failed', 'cancelled'])
})
