import { settledWithin } from '../../src/core/inventory/pace.ts'
import { createRandom, derivedSeed } from '../../src/demo/random.ts'
import { realPause, realTime, type TimeScale } from '../fixtures/scaled-time.ts'
import { openSoakApp, usualSettings, type SoakApp } from './app.ts'
import { startFleet, type FleetHost } from './fleet-host.ts'
import { added, heapMb, compareHeap, watchProcess } from './measure.ts'
import { openPages, type Pages } from './pages.ts'
import { createFastClock, until, type FastClock } from './time.ts'
import { runRandomAction } from './user.ts'
import { createFaultInjector } from './fault-injector.ts'

export interface SoakOptions {
  /** Minutes of core's clock. */
  readonly minutes: number
  readonly panels: number
  /** How much faster core's clock runs than the machine's. */
  readonly speed: number
  readonly seed: number
  /** Called with a line of progress now and then. */
  readonly say?: (line: string) => void
}

/** The report that `--json` prints. */
export interface SoakReport {
  readonly minutes: number
  readonly panels: number
  /** Calls that were made, and how many of them were answered. */
  readonly calls: number
  readonly settled: number
  readonly unhandled: number
  /** Medians of the first and the last third of the minutes, after a garbage collection. */
  readonly heapFirstMb: number
  readonly heapLastMb: number
  /** Node resources, timers of core's clock and connections to panels that outlived the app. */
  readonly leftOver: readonly string[]
}

export interface SoakResult {
  readonly report: SoakReport
  /** Figures for the reader: outcomes of calls, faults, requests, events. */
  readonly details: Readonly<Record<string, unknown>>
  /** Why the soak has failed, in words. Empty if it passed. */
  readonly failures: readonly string[]
}

const secondMs = 1000
/** Core's time within which all calls must be answered and all servers read again once all panels are well. */
const recoveryMs = 600_000
/** The user makes no new call while this many calls are open. */
const maxOpenCalls = 300
/** Real milliseconds that sockets may take to close after the app has closed. */
const socketCloseMs = 5_000

interface Stage {
  readonly options: SoakOptions
  readonly clock: FastClock
  readonly fleet: FleetHost
  readonly app: SoakApp
  readonly pages: Pages
  readonly failures: string[]
}

/**
 * Runs core and a fleet through minutes of faults, calls and pages. Then it heals the panels, reads everything again,
 * closes the app and counts what is left.
 */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { say = () => undefined } = options
  const before = process.getActiveResourcesInfo()
  const watch = watchProcess()
  const failures: string[] = []
  const scale: TimeScale = {
    factor: options.speed,
    startRealMs: realTime(),
    startScaledMs: Date.now() - options.minutes * 60 * secondMs,
  }
  const clock = createFastClock(scale)
  const fleet = await startFleet({ panels: options.panels, seed: options.seed, scale })
  try {
    const app = await openSoakApp(clock, fleet.panels)
    const pages = await openPages(app.app, createRandom(derivedSeed(options.seed, 1)))
    const stage: Stage = { options, clock, fleet, app, pages, failures }
    await readAll(stage)
    say('every server was read; now the faults begin')
    const { samplesMb, faults } = await runFaults(stage)
    say('the panels are well again')
    await endFaults(stage)
    say('closing in the middle of things')
    await closeUnderLoad(stage)
    const figures = await fleet.figures()
    const leftOver = await findLeftovers(stage, before)
    const heap = compareHeap(samplesMb)
    if (!heap.flat) failures.push(`the heap grew: ${samplesMb.map((mb) => mb.toFixed(1)).join(' ')} MB`)
    if (leftOver.length > 0) failures.push(`left over: ${leftOver.join(', ')}`)
    failures.push(...watch.found, ...app.errorLines.slice(0, 5))
    if (pages.broken() > 0) failures.push(`${pages.broken()} event streams broke`)
    const { callCounter } = app
    const { rejected = 0, internal = 0 } = callCounter.outcomes()
    if (rejected + internal > 0) failures.push(`${rejected} calls rejected, ${internal} broke inside`)
    if (callCounter.settled() !== callCounter.calls())
      failures.push(`${callCounter.calls() - callCounter.settled()} calls were never answered`)
    return {
      report: {
        minutes: options.minutes,
        panels: options.panels,
        calls: callCounter.calls(),
        settled: callCounter.settled(),
        unhandled: watch.found.length,
        heapFirstMb: Math.round(heap.firstMb * 10) / 10,
        heapLastMb: Math.round(heap.lastMb * 10) / 10,
        leftOver,
      },
      details: {
        outcomes: callCounter.outcomes(),
        faults,
        requests: figures.requests,
        throttled: figures.throttled,
        events: pages.received(),
      },
      failures,
    }
  } finally {
    watch.stop()
    await fleet.stop()
  }
}

/** Refreshes until all servers are there and well. After `recoveryMs` it reports those that are not as a failure. */
async function readAll({ options, clock, app, failures }: Stage): Promise<void> {
  const endsAtMs = clock.now() + recoveryMs
  for (;;) {
    await app.roster.addMissing()
    const refreshed = app.callCounter.call('inventory.refresh', {})
    await settledWithin(refreshed, recoveryMs, clock)
    const statuses = (await app.callCounter.call('inventory.statuses', {})) ?? []
    const unhealthy = statuses.filter(({ health, refreshing }) => health !== 'ok' || refreshing)
    if (unhealthy.length === 0 && statuses.length === options.panels) return
    if (clock.now() > endsAtMs)
      return void failures.push(
        `not well again: ${unhealthy.length} of ${statuses.length} servers, as ${JSON.stringify(unhealthy.slice(0, 3))}`,
      )
    await until(clock, clock.now() + 10 * secondMs)
  }
}

/** The soak itself: one step for each second of core's clock, with events drawn from the seed. */
async function runFaults({
  options,
  clock,
  fleet,
  app,
  pages,
  failures,
}: Stage): Promise<{ samplesMb: readonly number[]; faults: number }> {
  const faultInjector = createFaultInjector({
    panels: options.panels,
    random: createRandom(derivedSeed(options.seed, 2)),
    set: (panel, name, value) =>
      void fleet.ask({ type: 'fault', panel, name, value }).catch((thrown: unknown) => failures.push(String(thrown))),
  })
  const userContext = {
    call: app.callCounter.call,
    random: createRandom(derivedSeed(options.seed, 3)),
    roster: app.roster,
  }
  const samplesMb: number[] = []
  const startMs = clock.now()
  for (let second = 1; second <= options.minutes * 60; second++) {
    await until(clock, startMs + second * secondMs)
    if (second % 3 === 0) faultInjector.step(startMs + second * secondMs)
    if (app.callCounter.calls() - app.callCounter.settled() < maxOpenCalls) void runRandomAction(userContext)
    if (second % 7 === 0) pages.step()
    if (second % 60 === 0) samplesMb.push(heapMb())
    if (second % 300 === 0)
      options.say?.(
        `minute ${second / 60}: ${app.callCounter.calls()} calls, ${faultInjector.begun()} faults, heap ${samplesMb.at(-1)?.toFixed(1)} MB`,
      )
  }
  return { samplesMb, faults: faultInjector.begun() }
}

/** Ends all faults and restores `usualSettings`. Then every open call must be answered and every server read again. */
async function endFaults(stage: Stage): Promise<void> {
  const { clock, fleet, app, failures } = stage
  await fleet.ask({ type: 'clear' })
  await app.callCounter.call('settings.set', usualSettings)
  await app.callCounter.call('app.watched', {})
  await app.callCounter.call('budget.openViews', { serverIds: [] })
  const open = await app.callCounter.openAfter(recoveryMs, clock)
  if (open.length > 0) failures.push(`still open when all was well: ${open.join(', ')}`)
  await readAll(stage)
  await expectIdleBudgets(stage)
}

/** When no call is open, no budget may count a request as in flight or waiting. A miscount would never go away. */
async function expectIdleBudgets({ clock, app, failures }: Stage): Promise<void> {
  await app.callCounter.call('settings.set', { refreshPaused: true })
  const endsAtMs = clock.now() + recoveryMs
  for (;;) {
    const busy = ((await app.callCounter.call('budget.list', {})) ?? []).filter(
      ({ inFlight, waiting }) => inFlight + waiting > 0,
    )
    if (busy.length === 0) break
    if (clock.now() > endsAtMs)
      return void failures.push(
        `budgets do not come to rest: ${JSON.stringify(busy.slice(0, 3))}, ${busy.length} in all`,
      )
    await until(clock, clock.now() + 5 * secondMs)
  }
  await app.callCounter.call('settings.set', usualSettings)
}

/** Closes the app while calls are in flight, others wait for a rate window, pages are connected and views are open. */
async function closeUnderLoad({ clock, app, pages, failures }: Stage): Promise<void> {
  const { callCounter, roster } = app
  const servers = roster.servers()
  const accounts =
    (await callCounter.call('rows.list', { kind: 'ftp', serverIds: servers.slice(0, 3).map(({ id }) => id) })) ?? []
  for (const { serverId, rows } of accounts) {
    const username = rows[0]?.username
    if (username !== undefined)
      for (let reads = 0; reads < 100; reads++)
        void callCounter.call('rows.get', { kind: 'ftp', serverId, id: username })
  }
  void callCounter.call('inventory.refresh', {})
  void callCounter.call('budget.openViews', { serverIds: servers.slice(0, 5).map(({ id }) => id) })
  for (const { id } of servers.slice(0, 20)) void callCounter.call('servers.test', { id })
  pages.step()
  await until(clock, clock.now() + secondMs)
  await app.close()
  const open = await callCounter.openAfter(recoveryMs, clock)
  if (open.length > 0) failures.push(`still open after closing: ${open.join(', ')}`)
  await pages.close()
}

/** Waits for the sockets of the closed app to close, counts connections, stops the fleet, and returns what is left. */
async function findLeftovers({ clock, fleet }: Stage, before: readonly string[]): Promise<readonly string[]> {
  const endsAt = realTime() + socketCloseMs
  let { sockets } = await fleet.figures()
  while (sockets > 0 && realTime() < endsAt) {
    await realPause(50)
    sockets = (await fleet.figures()).sockets
  }
  const timers = clock.waiting()
  await fleet.stop()
  const resourcesEndAt = realTime() + socketCloseMs
  let resources = added(before, process.getActiveResourcesInfo())
  while (resources.length > 0 && realTime() < resourcesEndAt) {
    await realPause(50)
    resources = added(before, process.getActiveResourcesInfo())
  }
  const counted = (count: number, what: string) => (count > 0 ? [`${what} ×${count}`] : [])
  return [...resources, ...counted(timers, 'timer of core'), ...counted(sockets, 'connection to a panel')]
}
