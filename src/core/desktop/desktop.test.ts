import { eachListedKind } from '../../shared/kinds/index.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EventName } from '../../shared/contract.ts'
import type { Health, ServerStatus } from '../../shared/model/inventory.ts'
import { defaultSettings, type Settings } from '../../shared/model/settings.ts'
import type { Subscribe } from '../events.ts'
import type { Notice } from '../ports.ts'
import { server } from '../storage/fixtures.ts'
import type { Storage } from '../storage/types.ts'
import { progressOf } from './work.ts'
import { createDesktop, type Desktop } from './desktop.ts'

const kind = { readAtMs: 1, triedAtMs: 1, count: 0, error: null }
const status = (serverId: string, health: Health, refreshing = false): ServerStatus => ({
  serverId,
  health,
  refreshing,
  kinds: eachListedKind(() => kind),
  panel: null,
  utcOffsetMin: null,
  clockAheadMs: null,
  listHasAllowedIps: null,
})

let settings: Settings
let notices: Notice[]
let timers: (() => void)[]
let desktop: Desktop
let tell: (event: EventName, payload: unknown) => void
let changes: number

beforeEach(() => {
  settings = defaultSettings
  notices = []
  timers = []
  changes = 0
  const subscribers = new Map<EventName, (payload: never) => void>()
  const subscribe: Subscribe = (event, listener) => void subscribers.set(event, listener)
  tell = (event, payload) => subscribers.get(event)?.(payload as never)
  const servers = ['a', 'b', 'c'].map((id) => server(id))
  const storage = {
    servers: { list: () => servers, get: (id: string) => servers.find((one) => one.id === id) ?? null },
    settings: { get: () => settings },
  } as unknown as Storage
  desktop = createDesktop({
    storage,
    inventory: { statuses: () => [status('a', 'ok'), status('b', 'unreachable')] },
    subscribe,
    clock: { after: (_ms, run) => (timers.push(run), () => (timers = timers.filter((timer) => timer !== run))) },
    notifier: { notify: (notice) => notices.push(notice) },
  })
  desktop.view.onChange(() => (changes += 1))
})

const health = (id: string, now: Health, refreshing = false) =>
  tell('inventory.statusChanged', status(id, now, refreshing))
const pass = () => timers.splice(0).forEach((run) => run())

describe('notices', () => {
  it('says nothing of the state of servers at the start, nor while a server is being read', () => {
    health('a', 'never-read')
    health('a', 'unreachable')
    health('b', 'ok')
    health('b', 'unreachable', true)
    pass()
    expect(notices).toEqual([])
  })

  it('reports many servers that become unreachable together once', () => {
    for (const id of ['a', 'b', 'c']) health(id, 'ok')
    for (const id of ['a', 'b', 'c']) health(id, 'unreachable')
    health('a', 'unreachable')
    expect(notices).toEqual([])
    pass()
    expect(notices).toEqual([
      { kind: 'unreachable', servers: ['a', 'b', 'c'].map((id) => ({ id, name: `Server ${id}` })) },
    ])
  })

  it('reports a server that is reachable again, unless it was unreachable for a moment only', () => {
    health('a', 'ok')
    health('a', 'unreachable')
    health('a', 'ok')
    pass()
    expect(notices).toEqual([])
    health('a', 'unreachable')
    pass()
    health('a', 'ok')
    pass()
    expect(notices.map((notice) => notice.kind)).toEqual(['unreachable', 'reachable-again'])
  })

  it('follow the setting of their own class', () => {
    settings = { ...defaultSettings, notifyUnreachable: false }
    for (const id of ['a', 'b', 'c']) health(id, 'ok')
    health('a', 'unreachable')
    health('b', 'certificate-changed')
    health('c', 'token-rejected')
    pass()
    expect(notices.map((notice) => notice.kind)).toEqual(['certificate-changed', 'token-rejected'])
  })

  it('forgets a server that has been removed', () => {
    health('gone', 'ok')
    health('gone', 'unreachable')
    pass()
    expect(notices).toEqual([])
  })
})

describe('a run', () => {
  const progress = { runId: 'r', working: true, over: false, done: 3, failed: 1, total: 8 }

  it('shows on the taskbar while it works and is reported at its end', () => {
    expect(desktop.view.state().work).toBeNull()
    desktop.runProgressed(progress)
    expect(desktop.view.state().work).toEqual({ done: 4, total: 8, fraction: 0.5 })
    desktop.runProgressed({ ...progress, runId: 's', done: 0, failed: 0, total: 0 })
    expect(desktop.view.state().work).toEqual({ done: 4, total: 8, fraction: 0.5 })
    expect(notices).toEqual([])
    desktop.runProgressed({ ...progress, working: false, over: true, done: 7 })
    desktop.runProgressed({ ...progress, working: false, over: true, done: 7 })
    expect(notices).toEqual([{ kind: 'run-finished', runId: 'r', done: 7, failed: 1 }])
    expect(desktop.view.state().work).toEqual({ done: 0, total: 0, fraction: 0 })
    expect(changes).toBe(4)
  })
})

it('says nothing of a run that is paused', () => {
  const progress = { runId: 'r', over: false, done: 3, failed: 1, total: 8 }
  desktop.runProgressed({ ...progress, working: true })
  desktop.runProgressed({ ...progress, working: false })
  expect(desktop.view.state().work).toBeNull()
  expect(notices).toEqual([])
})

it('shows every server with its health', () => {
  expect(desktop.view.state().servers).toEqual([
    { id: 'a', name: 'Server a', health: 'ok' },
    { id: 'b', name: 'Server b', health: 'unreachable' },
    { id: 'c', name: 'Server c', health: 'never-read' },
  ])
})

it('says nothing once it is closed', () => {
  health('a', 'ok')
  health('a', 'unreachable')
  desktop.close()
  pass()
  expect(notices).toEqual([])
})

it('counts what is left out of a run neither as done nor as something to do', () => {
  const counts = { planned: 1, sent: 0, accepted: 1, confirmed: 2, failed: 1, skipped: 5, unknown: 0, held: 0 }
  expect(progressOf({ id: 'r', state: 'running', counts, total: 10 })).toMatchObject({ done: 3, failed: 1, total: 5 })
})
