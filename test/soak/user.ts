import type { Random } from '../../src/demo/random.ts'
import type { CronJob } from '../../src/shared/kinds/cron.ts'
import type { FtpAccount } from '../../src/shared/kinds/ftp.ts'
import { editAccount, editJob } from '../kit/change-row.ts'
import type { CallCounter } from './call-counter.ts'
import type { Roster, SoakServer } from './roster.ts'

interface UserContext {
  readonly call: CallCounter['call']
  readonly random: Random
  readonly roster: Roster
}

type UserAction = (context: UserContext) => Promise<unknown>

const someServer = ({ random, roster }: UserContext): SoakServer => random.pick(roster.servers())
const someIds = (context: UserContext, min: number, max: number) =>
  Array.from({ length: context.random.int(min, max) }, () => someServer(context).id)

const onAccount =
  (work: (context: UserContext, serverId: string, account: FtpAccount) => Promise<unknown>): UserAction =>
  async (context) => {
    const { id } = someServer(context)
    const rows = (await context.call('rows.list', { kind: 'ftp', serverIds: [id] }))?.[0]?.rows ?? []
    if (rows.length > 0) await work(context, id, context.random.pick(rows))
  }

const onJob =
  (work: (context: UserContext, serverId: string, job: CronJob) => Promise<unknown>): UserAction =>
  async (context) => {
    const { id } = someServer(context)
    const rows = (await context.call('rows.list', { kind: 'cron', serverIds: [id] }))?.[0]?.rows ?? []
    if (rows.length > 0) await work(context, id, context.random.pick(rows))
  }

const allowedIps: UserAction = onAccount(({ call, random }, serverId, { username, allowedIps: current }) => {
  const wanted = random.chance(0.2) ? [] : [`192.0.2.${random.int(1, 254)}`, '198.51.100.0/24']
  const flag = wanted.length === 0 ? 'last-restriction' : 'first-restriction'
  const isTurned = (current?.length ?? 0) === 0 || wanted.length === 0
  return call('change.apply', {
    ...editAccount(serverId, username, { ips: { mode: 'set', entries: wanted } }),
    confirm: { include: isTurned ? [flag] : [] },
  })
})

const openViews: UserAction = (context) => context.call('budget.openViews', { serverIds: someIds(context, 0, 5) })

const changeSettings: UserAction = ({ call, random }) =>
  call('settings.set', {
    refreshEveryMin: random.int(1, 3),
    shareForOthersPercent: random.int(0, 40),
    refreshPaused: random.chance(0.1),
  })

const refreshSome: UserAction = (context) => context.call('inventory.refresh', { serverIds: someIds(context, 1, 10) })

const readActivity: UserAction = (context) =>
  context.call('activity.list', {
    limit: context.random.int(1, 100),
    ...(context.random.chance(0.5) ? { serverId: someServer(context).id } : {}),
  })

/** Makes more reads than a rate window allows. Some wait for the next window, whatever happens to the server. */
const readBurst: UserAction = onAccount(({ call, random }, serverId, { username }) =>
  Promise.all(
    Array.from({ length: random.int(40, 90) }, () => call('rows.get', { kind: 'ftp', serverId, id: username })),
  ),
)

/** Removes a server with everything that is under way, and adds its panel as a new server. */
const replaceServer: UserAction = async (context) => {
  const server = someServer(context)
  if (await context.call('servers.remove', { id: server.id })) {
    context.roster.removed(server)
    await context.roster.add(server.panel)
  }
}

/** Sets the token again, which makes a new connection while calls may be in flight on the old one. */
const resetToken: UserAction = (context) => {
  const { id, panel } = someServer(context)
  return context.call('servers.setToken', { id, token: panel.token })
}

const rename: UserAction = (context) =>
  context.call('servers.edit', {
    id: someServer(context).id,
    patch: { notes: `Seen ${context.random.int(1, 999)} times` },
  })

/** Actions with their weights. */
const actions: readonly (readonly [times: number, action: UserAction])[] = [
  [6, onAccount(({ call }, serverId, { username }) => call('rows.get', { kind: 'ftp', serverId, id: username }))],
  [
    5,
    onAccount(({ call }, serverId, { username, enabled }) =>
      call('change.apply', editAccount(serverId, username, { enabled: !enabled })),
    ),
  ],
  [4, allowedIps],
  [
    2,
    onAccount(({ call, random }, serverId, { username }) =>
      call('change.apply', editAccount(serverId, username, { quotaMb: random.int(0, 500) })),
    ),
  ],
  [
    5,
    onJob(({ call }, serverId, { id, enabled }) => call('change.apply', editJob(serverId, id, { enabled: !enabled }))),
  ],
  [2, onJob(({ call }, serverId, { id }) => call('cron.logs', { serverId, id }))],
  [2, (context) => context.call('servers.test', { id: someServer(context).id })],
  [3, openViews],
  [2, ({ call }) => call('app.watched', {})],
  [1, changeSettings],
  [2, readActivity],
  [2, refreshSome],
  [1, resetToken],
  [1, rename],
  [1, readBurst],
  [1, replaceServer],
  [1, ({ call }) => call('budget.list', {})],
  [1, ({ call }) => call('inventory.statuses', {})],
]
const weightedActions = actions.flatMap(([times, action]) => Array.from({ length: times }, () => action))

/** Does one random thing that a user may do. Resolves when it has been answered. */
export function runRandomAction(context: UserContext): Promise<unknown> {
  return context.random.pick(weightedActions)(context)
}
