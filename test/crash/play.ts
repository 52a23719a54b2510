import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDemoPanel, type DemoPanelServer } from '../../src/demo/panel.ts'
import { createRandom, derivedSeed } from '../../src/demo/random.ts'
import { checkPanel, sum, type PanelCheck } from './check-panel.ts'
import { makePlan, panelState } from './make-plan.ts'
import type { Ended, Order, Sabotage } from './messages.ts'
import { createFaultInjector } from './fault-injector.ts'

export interface CrashOptions {
  readonly runs: number
  readonly items: number
  readonly panels: number
  readonly seed: number
  readonly sabotage?: Sabotage
  /** The number of requests after which the process is killed. Without it, the number is drawn from the seed. */
  readonly killAt?: number
  readonly say?: (line: string) => void
}

export interface CrashReport extends PanelCheck {
  readonly runs: number
  readonly items: number
  readonly unknownLeft: number
}

/** A run that takes longer than this counts as hanging. */
const maxRunMs = 180_000
const pollEveryMs = 4

function startCore(order: Order): { readonly child: ChildProcess; readonly ended: Promise<Ended | null> } {
  // About a hundred processes load the same modules, so Node caches their compiled code.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(import.meta.dirname, '..', '..', '.cache', 'compiled') }
  const child = fork(join(import.meta.dirname, 'core-host.ts'), [], {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<Ended | null>((resolve, reject) => {
    child.once('message', (message: Ended) => resolve(message))
    child.once('exit', (code, signal) =>
      signal === 'SIGKILL' ? resolve(null) : reject(new Error(`core ended with ${code}`)),
    )
  })
  child.send(order)
  return { child, ended }
}

/** Calls `poll` at an interval until the promise settles. `poll` sets the faults and decides when to kill. */
async function pollUntil<T>(done: Promise<T>, poll: () => void): Promise<T> {
  const timer = setInterval(poll, pollEveryMs)
  const limit = new Promise<never>(
    (_, reject) => void setTimeout(() => reject(new Error('The run does not come to its end')), maxRunMs).unref(),
  )
  try {
    return await Promise.race([done, limit])
  } finally {
    clearInterval(timer)
  }
}

const requestsOf = (panels: readonly DemoPanelServer[]) =>
  panels.reduce((total, panel) => total + panel.counters.requests, 0)

/** All panels well, with the rows that the plan is about and no request so far. */
async function reset(panels: readonly DemoPanelServer[], items: number): Promise<void> {
  const nowMs = Date.now()
  for (const panel of panels) {
    await panel.clearFaults()
    panel.edit(() => panelState(Math.ceil(items / panels.length), nowMs))
    panel.clearRequests()
  }
}

/** Starts a run, kills it at a request number drawn from the seed, lets a new process finish it, checks the panels. */
async function playRun(
  panels: readonly DemoPanelServer[],
  options: CrashOptions,
  seed: number,
): Promise<PanelCheck & { readonly unknown: number; readonly line: string }> {
  const random = createRandom(seed)
  const startedMs = performance.now()
  await reset(panels, options.items)
  const before = panels.map((panel) => panel.snapshot())
  const plan = makePlan(panels, options.items, seed)
  const dataDir = await mkdtemp(join(tmpdir(), 'wisdeck-crash-'))
  const rigPanels = panels.map(({ name, url, token, fingerprint256, certificatePem }) => ({
    name,
    url,
    token,
    fingerprint256,
    certificatePem,
  }))
  const order: Order = {
    dataDir,
    panels: rigPanels,
    plan: { ...plan, secrets: [...plan.secrets] },
    sabotage: options.sabotage ?? null,
  }
  const faultInjector = createFaultInjector(panels, random)
  const cores: ChildProcess[] = []
  const start = () => {
    const core = startCore(order)
    cores.push(core.child)
    return core
  }
  try {
    // A number between the first and the last request of an undisturbed run.
    const killAt = options.killAt ?? random.int(1, Math.ceil(options.items * 1.1))
    const first = start()
    const killed = await pollUntil(first.ended, () => {
      faultInjector.step()
      if (requestsOf(panels) >= killAt) first.child.kill('SIGKILL')
    })
    if (first.child.exitCode === null && first.child.signalCode === null) await once(first.child, 'exit')
    const second = killed ?? (await pollUntil(start().ended, faultInjector.step))
    if (!second) throw new Error('core was killed twice')
    const panelCheck = sum(
      panels.map((panel, index) => {
        const done = panel.requests.filter((request) => request.carriedOut)
        return checkPanel(plan, { serverId: `s${index}`, before: before[index]!, after: panel.snapshot(), done })
      }),
    )
    const states = Object.entries(second.states)
      .filter(([, count]) => count > 0)
      .map(([state, count]) => `${count} ${state}`)
    const line = `${killed ? 'ended before it could be killed' : `killed at request ${killAt}`}; ${states.join(', ')}; ${requestsOf(panels)} requests, ${Math.round(performance.now() - startedMs)} ms; ${JSON.stringify(panelCheck)}`
    return { ...panelCheck, unknown: second.unknown, line }
  } finally {
    for (const child of cores) child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Plays all runs one after the other against the same panels. */
export async function playCrashes(options: CrashOptions): Promise<CrashReport> {
  const panels = await Promise.all(
    Array.from({ length: options.panels }, (_, index) =>
      createDemoPanel({
        name: `crash-${index}.example`,
        token: `wsp_${String(index).padStart(32, '0')}`,
        traits: {
          listCarriesAllowedIps: index % 3 !== 2,
          terseReplies: index % 2 === 1,
          goStyleNulls: index % 4 === 1,
        },
        rateLimit: { limit: 1_000_000 },
      }),
    ),
  )
  try {
    const panelChecks: PanelCheck[] = []
    let unknownLeft = 0
    for (let run = 0; run < options.runs; run++) {
      const { line, unknown, ...panelCheck } = await playRun(panels, options, derivedSeed(options.seed, run))
      options.say?.(`run ${run + 1} of ${options.runs}: ${line}`)
      panelChecks.push(panelCheck)
      unknownLeft += unknown
    }
    const { lost, doubled, doubleToggles, wrong } = sum(panelChecks)
    return { runs: options.runs, items: options.items, lost, doubled, doubleToggles, wrong, unknownLeft }
  } finally {
    await Promise.all(panels.map((panel) => panel.close()))
  }
}
