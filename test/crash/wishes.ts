import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import type { Random } from '../../src/demo/random.ts'
import { emptyState, type PanelState } from '../../src/demo/state.ts'

/** What is done to a row: the actions that a user can choose. */
export type WishAction =
  'addresses' | 'switch' | 'settings' | 'password' | 'remove' | 'create' | 'job-edit' | 'job-remove' | 'job-create'

/** One change that the user wants, in words of the panel. */
export interface Wish {
  readonly index: number
  readonly action: WishAction
  /** The index of the server that it goes through. Several servers may be one panel. */
  readonly server: number
  readonly panel: number
  readonly kind: 'ftp' | 'cron'
  readonly op: 'update' | 'create' | 'remove' | 'password'
  /** The username or the id of the row; the name of a row that is to be created, without its owner. */
  readonly id: string
  /** The fields that the row is to have. */
  readonly after: Readonly<Record<string, unknown>>
  /** The password that the user chose for the account. Null if there is none, or Wisdeck makes one up. */
  readonly secret: string | null
}

/** All that one run of the test wants done. */
export interface Wishes {
  readonly bulk: readonly Wish[]
  /** Changes of one row, from their screens. Those of one turn are made at once. */
  readonly turns: readonly (readonly Wish[])[]
  /** The state of each panel before. */
  readonly states: readonly PanelState[]
}

export const ownerName = 'admin'
const accountName = (index: number) => `${ownerName}_a${index}`
const templateName = (index: number) => `copy${index}`
const addressesOf = (index: number) => [`192.0.2.${index % 250}/32`]
const jobFields = (name: string) => ({ name, command: `/bin/run ${name}`, cronExpr: '5 4 * * *' })
/** Rows of each kind on each panel that nobody changes. */
const spareRows = 5

/** How many of a hundred bulk changes are of each action. The rest are switches. */
const bulkShares = {
  addresses: 20,
  settings: 8,
  password: 4,
  remove: 8,
  create: 12,
  'job-edit': 12,
  'job-remove': 6,
  'job-create': 10,
} as const satisfies Partial<Record<WishAction, number>>
const singleActions: readonly WishAction[] = [
  'addresses',
  'switch',
  'switch',
  'settings',
  'password',
  'remove',
  'create',
  'create',
  'job-edit',
  'job-remove',
  'job-create',
  'job-create',
]
/** What may be asked for again at any time: once more changes nothing. */
const rivalActions: readonly WishAction[] = ['addresses', 'settings', 'job-edit']

type Target = Pick<Wish, 'action' | 'server' | 'panel'>

/** Makes wishes one after the other, each of a row of its own, and counts the rows that each panel needs for them. */
function createMaker(panels: number, seed: number) {
  const accounts = Array.from({ length: panels }, () => 0)
  const jobs = Array.from({ length: panels }, () => 0)
  let made = 0
  const nextAccount = (panel: number) => (accounts[panel] = (accounts[panel] ?? 0) + 1) - 1
  const nextJob = (panel: number) => (jobs[panel] = (jobs[panel] ?? 0) + 1) - 1
  const account = (
    target: Target,
    op: Wish['op'],
    after: (index: number) => Wish['after'] = () => ({}),
    secret: string | null = null,
  ): Wish => {
    const index = nextAccount(target.panel)
    return { ...target, index: made++, kind: 'ftp', op, id: accountName(index), after: after(index), secret }
  }
  const job = (target: Target, op: Wish['op'], after: Wish['after']): Wish => {
    const id = String(nextJob(target.panel) + 1)
    return { ...target, index: made++, kind: 'cron', op, id, after, secret: null }
  }
  const created = (target: Target, kind: Wish['kind'], name: string, after: Wish['after']): Wish => {
    const index = made++
    const secret = kind === 'ftp' ? `pw-${seed}-${index}-S3cure` : null
    return { ...target, index, kind, op: 'create', id: name, after, secret }
  }
  const make = (target: Target, isBulk = false): Wish => {
    switch (target.action) {
      case 'addresses':
        return account(target, 'update', (index) => ({ allowedIps: [...addressesOf(index), '203.0.113.0/24'] }))
      case 'switch':
        return account(target, 'update', () => ({ enabled: false }))
      case 'settings':
        return account(target, 'update', () => ({ quotaMb: 77, readOnly: true }))
      case 'password':
        return account(target, 'password', undefined, isBulk ? null : `pw-${seed}-${made}-S3cure`)
      case 'remove':
        return account(target, 'remove')
      case 'create':
        return created(target, 'ftp', `new${made}`, { quotaMb: 50, allowedIps: ['203.0.113.9/32'] })
      case 'job-edit':
        return job(target, 'update', { command: '/bin/new', enabled: false })
      case 'job-remove':
        return job(target, 'remove', {})
      case 'job-create': {
        const name = `made${made}`
        return created(target, 'cron', name, { ...jobFields(name), enabled: false, emailOnError: true })
      }
    }
  }
  return {
    make,
    /** The same wish once more, through another server. */
    again: (wish: Wish, server: number): Wish => ({ ...wish, index: made++, server }),
    copyOf: (target: Target, template: number) =>
      created(target, 'cron', templateName(template), jobFields(templateName(template))),
    states: (templates: number, nowMs: number) =>
      accounts.map((count, panel) => panelState(count, jobs[panel] ?? 0, panel === 0 ? templates : 0, nowMs)),
  }
}
type Maker = ReturnType<typeof createMaker>

function panelState(accounts: number, jobs: number, templates: number, nowMs: number): PanelState {
  const at = nowMs - 3_600_000
  const jobCount = jobs + spareRows
  return {
    ...emptyState(ownerName, 420),
    accounts: Array.from({ length: accounts + spareRows }, (_, index) =>
      accountOf({ username: accountName(index), allowedIps: addressesOf(index), quotaMb: 10 }, at),
    ),
    jobs: [
      ...Array.from({ length: jobCount }, (_, index) =>
        jobOf({ id: index + 1, name: `job${index}`, command: `/bin/job ${index}`, stuck: true }, at),
      ),
      ...Array.from({ length: templates }, (_, index) =>
        jobOf({ ...jobFields(templateName(index)), id: jobCount + index + 1, stuck: true }, at),
      ),
    ],
    nextJobId: jobCount + templates + 1,
  }
}

/** Which servers lead to which panel. */
export interface ServerMap {
  /** The panel of each server. */
  readonly panelOf: readonly number[]
}

const serversOf = ({ panelOf }: ServerMap, panel: number) =>
  panelOf.flatMap((one, server) => (one === panel ? [server] : []))

/** The copies of template jobs to every panel but the first, and how many templates they need. */
function makeCopies(maker: Maker, panels: number, wanted: number) {
  const templates = panels > 1 ? Math.floor(wanted / (panels - 1)) : 0
  const wishes = Array.from({ length: templates }, (_, template) =>
    Array.from({ length: panels - 1 }, (_unused, at) =>
      maker.copyOf({ action: 'job-create', server: at + 1, panel: at + 1 }, template),
    ),
  ).flat()
  return { templates, wishes }
}

/** Makes the wishes of one run. The same numbers make the same wishes. */
export function makeWishes(
  map: ServerMap,
  { items, singles, seed, random, nowMs }: Record<'items' | 'singles' | 'seed' | 'nowMs', number> & { random: Random },
): Wishes {
  const panels = Math.max(...map.panelOf) + 1
  const maker = createMaker(panels, seed)
  const target = (action: WishAction, panel = random.int(0, panels - 1)): Target => ({
    action,
    panel,
    server: random.pick(serversOf(map, panel)),
  })
  const shareOf = (action: keyof typeof bulkShares) => Math.floor((items * bulkShares[action]) / 100)
  const { templates, wishes: copies } = makeCopies(maker, panels, shareOf('job-create'))
  const bulk = [...copies]
  for (const action of Object.keys(bulkShares) as (keyof typeof bulkShares)[])
    if (action !== 'job-create')
      for (let count = shareOf(action); count > 0; count -= 1) bulk.push(maker.make(target(action), true))
  while (bulk.length < items) bulk.push(maker.make(target('switch')))

  return {
    bulk,
    turns: makeTurns(map, maker, { bulk, singles, random, target }),
    states: maker.states(templates, nowMs),
  }
}

/** Rows that two servers lead to are often changed through both at once, or by a bulk run as well. */
function makeTurns(
  map: ServerMap,
  maker: Maker,
  {
    bulk,
    singles,
    random,
    target,
  }: {
    readonly bulk: readonly Wish[]
    readonly singles: number
    readonly random: Random
    readonly target: (action: WishAction, panel?: number) => Target
  },
): Wishes['turns'] {
  const turns: (readonly Wish[])[] = []
  const doubled = [...new Set(map.panelOf.filter((panel) => serversOf(map, panel).length > 1))]
  const otherServer = ({ panel, server }: Wish) => serversOf(map, panel).find((one) => one !== server)
  const rivals = bulk.filter((wish) => rivalActions.includes(wish.action) && otherServer(wish) !== undefined)
  for (let count = 0; count < singles;) {
    const rival = random.chance(0.1) ? rivals.pop() : undefined
    const panel = doubled.length > 0 && random.chance(0.3) ? random.pick(doubled) : undefined
    const wish = rival ?? maker.make(target(random.pick(singleActions), panel))
    const other = wish.op === 'update' || wish.op === 'remove' ? otherServer(wish) : undefined
    const twin = other === undefined ? [] : [maker.again(wish, other)]
    const turn = rival ? twin : [wish, ...twin]
    turns.push(turn)
    count += turn.length
  }
  return turns
}

/** Gives all panels the rows that the wishes are about, without faults and without a request so far. */
export async function resetPanels(panels: readonly DemoPanelServer[], states: readonly PanelState[]): Promise<void> {
  for (const [index, panel] of panels.entries()) {
    await panel.clearFaults()
    const state = states[index]
    if (state) panel.edit(() => state)
    panel.clearRequests()
  }
}
