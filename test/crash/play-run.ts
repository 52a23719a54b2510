import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Random } from '../../src/demo/random.ts'
import { checkPanel, claimOf, type Evidence, type PanelCheck, sum } from './check-panel.ts'
import { type CoreProcess, pollUntil, startCore } from './core-process.ts'
import { type DiskTrouble, prepareTrouble, type Trouble } from './disk-trouble.ts'
import { createFaultInjector, mostLateMs } from './fault-injector.ts'
import type { Order, Reached, Report, Told } from './messages.ts'
import type { CrashOptions, Fleet } from './play.ts'
import { makeWishes, resetPanels, type Wish, type Wishes } from './wishes.ts'

/** How long answers may take, in s, and how much faster than the machine's the clock is then. */
const speeds = [
  { answerTimeoutSec: 2, factor: 3 },
  { answerTimeoutSec: 30, factor: 30 },
  { answerTimeoutSec: 60, factor: 40 },
] as const
/** Changes of one row for each item of the bulk runs, and at least. */
const [singlesPerItem, leastSingles] = [0.045, 12]

export interface PlayedRun {
  readonly line: string
  readonly check: PanelCheck
  readonly singles: number
}

/** What one run is about, drawn from its seed. */
interface Scene {
  readonly fleet: Fleet
  readonly wishes: Wishes
  readonly singles: readonly Wish[]
  readonly before: Evidence['before'][]
  readonly speed: (typeof speeds)[number]
  readonly trouble: DiskTrouble & { readonly kind: Trouble }
  readonly injector: ReturnType<typeof createFaultInjector>
  readonly dataDir: string
  /** What core has answered to changes of one row. Null while no answer has come. */
  readonly answers: Map<number, Told | null>
  /** The wishes that a check has found something about. Each is counted once. */
  readonly found: Set<number>
  /** Whether the bulk runs of the present process are started. */
  started: boolean
}

const requestsOf = ({ panels }: Fleet) => panels.reduce((total, panel) => total + panel.counters.requests, 0)

async function openScene(fleet: Fleet, options: CrashOptions, seed: number, random: Random): Promise<Scene> {
  const speed = random.pick(speeds)
  fleet.clock.setFactor(speed.factor)
  const wishes = makeWishes(fleet, {
    items: options.items,
    singles: Math.max(leastSingles, Math.ceil(options.items * singlesPerItem)),
    seed,
    random,
    nowMs: fleet.clock.now(),
  })
  await resetPanels(fleet.panels, wishes.states)
  const dataDir = await mkdtemp(join(tmpdir(), 'wisdeck-crash-'))
  return {
    fleet,
    wishes,
    singles: wishes.turns.flat(),
    before: fleet.panels.map((panel) => panel.snapshot()),
    speed,
    trouble: prepareTrouble(
      dataDir,
      random.pick(['fine', 'fine', 'fine', 'fills', 'held'] as const),
      random.int(500, 2500),
    ),
    injector: createFaultInjector(fleet.panels, random),
    dataDir,
    answers: new Map(),
    found: new Set(),
    started: false,
  }
}

function orderOf(
  { fleet, wishes, singles, speed, dataDir, answers }: Scene,
  order: Pick<Order, 'resume' | 'sabotage'>,
): Order {
  return {
    ...order,
    dataDir,
    servers: fleet.servers,
    answerTimeoutSec: speed.answerTimeoutSec,
    clock: fleet.clock.describe(),
    bulk: wishes.bulk,
    singles,
    turns: wishes.turns.filter((turn) => turn.every(({ index }) => !answers.has(index))),
  }
}

function takeReport(scene: Scene, report: Report): void {
  if (report.kind === 'started') scene.started = true
  if (report.kind === 'asked') scene.answers.set(report.wish, null)
  if (report.kind === 'answered') scene.answers.set(report.told.wish, report.told)
}

/** Returns whether a change may be refused: with what error, before anything of it was sent. */
function refusalsOf({ wishes, singles, trouble, injector }: Scene): Evidence['mayRefuse'] {
  const rowOf = ({ panel, kind, id }: Wish) => `${panel}/${kind}/${id}`
  const ofRow = Map.groupBy([...wishes.bulk, ...singles], rowOf)
  return (wish, code) => {
    if (code?.startsWith('storage.')) return trouble.kind !== 'fine'
    if (code === 'run.busy') return (ofRow.get(rowOf(wish))?.length ?? 0) > 1
    // The rows could not be read.
    return injector.hadFault(wish.panel)
  }
}

const notSent = { state: 'skipped', open: false, reason: 'not-sent', made: false, password: null } as const

/** Compares all panels with what core tells, and with what it has answered before. */
function checkAll(
  scene: Scene,
  { told, readAtMs }: Reached,
  when: Evidence['when'],
  say: (line: string) => void,
): PanelCheck {
  const { fleet, wishes, singles, before, answers, found } = scene
  const ofItems = new Map(told.map((one) => [one.wish, one]))
  const latest = ({ index }: Wish): Told | undefined =>
    ofItems.get(index) ?? (answers.has(index) ? (answers.get(index) ?? { wish: index, ...notSent }) : undefined)
  // A change that was answered as made must be made, whatever its run tells.
  const answeredDone = (wish: Wish) => {
    const answer = answers.get(wish.index)
    return answer && claimOf(wish, answer) === 'done' && latest(wish) !== answer ? answer : undefined
  }
  const unlessFound = (tells: Evidence['told']) => (wish: Wish) => (found.has(wish.index) ? undefined : tells(wish))
  const mayRefuse = refusalsOf(scene)
  const onFault: Evidence['onFault'] = (wish, tells, faults) => {
    found.add(wish.index)
    say(`${when}: ${JSON.stringify({ faults, wish, tells })}`)
  }
  return sum(
    fleet.panels.flatMap((panel, index) => {
      const own = [...wishes.bulk, ...singles].filter((wish) => wish.panel === index)
      const [after, changes] = [panel.snapshot(), panel.changes()]
      const evidence = { wishes: own, before: before[index]!, after, changes, readAtMs, mayRefuse, onFault }
      return [
        checkPanel({ ...evidence, told: unlessFound(answeredDone), when: 'midway' }),
        checkPanel({ ...evidence, told: unlessFound(latest), when }),
      ]
    }),
  )
}

/** Runs the first process until it is killed in mid-work. Returns when that was, or null if it ended before. */
async function playUntilKilled(scene: Scene, options: CrashOptions, random: Random): Promise<string | null> {
  const { fleet, trouble, injector, wishes, singles } = scene
  const killAt = options.killAt ?? random.int(1, Math.ceil(options.items * 1.1))
  const troubleAt = random.int(1, options.items)
  // Half of the processes are killed soon after a change of one row was asked for.
  const victim = options.killAt === undefined && random.chance(0.5) ? random.int(1, singles.length) : null
  const delayMs = random.int(0, 40)
  const core = startCore(orderOf(scene, { resume: 'now', sabotage: null }), (report) => takeReport(scene, report))
  let requestsBefore: number | null = null
  let killed: string | null = null
  const kill = (why: string) => {
    if (killed === null) killed = why
    core.child.kill('SIGKILL')
  }
  await pollUntil(core.idle, () => {
    if (!scene.started) return
    requestsBefore ??= requestsOf(fleet)
    injector.step()
    const requests = requestsOf(fleet) - requestsBefore
    if (requests >= troubleAt) trouble.begin()
    if (victim !== null && scene.answers.size >= victim) setTimeout(kill, delayMs, `at single change ${victim}`)
    if (victim === null && requests >= killAt) kill(`at request ${killAt} of ${wishes.bulk.length} items`)
  })
  await core.kill()
  await trouble.end()
  return killed
}

/** Lets the time pass in which late work comes, and checks after each reading. */
async function passLateness({ fleet }: Scene, core: CoreProcess, random: Random, check: (at: Reached) => void) {
  const first = random.int(310_000, 600_000)
  const second = random.int(310_000, 600_000)
  for (const ms of [first, second, mostLateMs + 60_000 - first - second]) {
    fleet.clock.skip(ms)
    check(await core.ask({ do: 'pass', ms }))
  }
}

const countStates = (told: readonly Told[]) =>
  [...Map.groupBy(told, ({ state, open }) => (open ? 'open' : state))].map(([state, all]) => `${all.length} ${state}`)

/** Lets a new process go on after the kill, until everything is done. Returns what the checks have found. */
async function playToEnd(
  scene: Scene,
  core: CoreProcess,
  random: Random,
  say: (line: string) => void,
): Promise<{ readonly check: PanelCheck; readonly opened: number; readonly told: readonly Told[] }> {
  const { injector, trouble, fleet } = scene
  const idle = await pollUntil(core.idle, () => {
    if (!scene.started) return
    injector.step()
    trouble.begin()
  })
  if (!idle) throw new Error('core was killed twice')
  await trouble.end()
  for (const panel of fleet.panels) await panel.clearFaults()
  const checks: PanelCheck[] = []
  const checkMidway = (at: Reached) => {
    checks.push({ ...checkAll(scene, at, 'midway', say), unknownLeft: 0 })
  }
  checkMidway(idle)
  await passLateness(scene, core, random, checkMidway)
  checkMidway(await core.ask({ do: 'send-again' }))
  const end = await core.ask({ do: 'finish' })
  checks.push(checkAll(scene, end, 'end', say))
  return { check: sum(checks), opened: idle.told.filter(({ open }) => open).length, told: end.told }
}

/** Starts the runs, kills core at a point drawn from the seed, lets a new process go on, and checks the panels. */
export async function playRun(fleet: Fleet, options: CrashOptions, seed: number, random: Random): Promise<PlayedRun> {
  const startedMs = performance.now()
  const scene = await openScene(fleet, options, seed, random)
  let core: CoreProcess | null = null
  try {
    const killed = await playUntilKilled(scene, options, random)
    scene.started = false
    const order = orderOf(scene, { resume: random.pick(['now', 'later']), sabotage: options.sabotage ?? null })
    core = startCore(order, (report) => takeReport(scene, report))
    const { check, opened, told } = await playToEnd(scene, core, random, (line) => options.say?.(`  ${line}`))
    const refused = [...scene.answers.values()].flatMap((answer) =>
      answer?.state === 'refused' ? [answer.reason] : [],
    )
    const line = [
      killed === null ? 'ended before it could be killed' : `killed ${killed}, resumed ${order.resume}`,
      `${scene.answers.size} single changes, ${refused.length} of them refused (${[...new Set(refused)].join()}), answers in ${scene.speed.answerTimeoutSec} s, disk ${scene.trouble.kind}`,
      `${opened} open at first; ${countStates(told).join(', ')}`,
      `${requestsOf(fleet)} requests, ${Math.round(performance.now() - startedMs)} ms`,
      JSON.stringify(check),
    ].join('; ')
    return { line, check, singles: scene.answers.size }
  } finally {
    await core?.kill()
    await scene.trouble.close()
    await rm(scene.dataDir, { recursive: true, force: true })
  }
}
