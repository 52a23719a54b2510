import type { Random } from '../../src/demo/random.ts'
import type { CronJob } from '../../src/shared/model/cron.ts'
import type { FtpAccount } from '../../src/shared/model/ftp.ts'
import type { Ledger } from './ledger.ts'
import type { Roster, SoakServer } from './roster.ts'

interface Hands {
  readonly call: Ledger['call']
  readonly random: Random
  readonly roster: Roster
}

type UserAction = (hands: Hands) => Promise<unknown>

const someServer = ({ random, roster }: Hands): SoakServer => random.pick(roster.servers())
const someIds = (hands: Hands, least: number, most: number) =>
  Array.from({ length: hands.random.int(least, most) }, () => someServer(hands).id)

const onAccount =
  (work: (hands: Hands, serverId: string, account: FtpAccount) => Promise<unknown>): UserAction =>
  async (hands) => {
    const { id } = someServer(hands)
    const rows = (await hands.call('ftp.list', { serverIds: [id] }))?.[0]?.rows ?? []
    if (rows.length > 0) await work(hands, id, hands.random.pick(rows))
  }

const onJob =
  (work: (hands: Hands, serverId: string, job: CronJob) => Promise<unknown>): UserAction =>
  async (hands) => {
    const { id } = someServer(hands)
    const rows = (await hands.call('cron.list', { serverIds: [id] }))?.[0]?.rows ?? []
    if (rows.length > 0) await work(hands, id, hands.random.pick(rows))
  }

const allowedIps: UserAction = onAccount(({ call, random }, serverId, { username, allowedIps: held }) => {
  const wanted = random.chance(0.2) ? [] : [`192.0.2.${random.int(1, 254)}`, '198.51.100.0/24']
  const confirm = wanted.length === 0 ? 'last-restriction' : 'first-restriction'
  return call('ftp.setAllowedIps', {
    serverId,
    username,
    allowedIps: wanted,
    ...((held?.length ?? 0) === 0 || wanted.length === 0 ? { confirm } : {}),
  })
})

const openViews: UserAction = (hands) => hands.call('budget.openViews', { serverIds: someIds(hands, 0, 5) })

const settings: UserAction = ({ call, random }) =>
  call('settings.set', {
    refreshEveryMin: random.int(1, 3),
    shareForOthersPercent: random.int(0, 40),
    refreshPaused: random.chance(0.1),
  })

const refreshSome: UserAction = (hands) => hands.call('inventory.refresh', { serverIds: someIds(hands, 1, 10) })

const history: UserAction = (hands) =>
  hands.call('activity.list', {
    limit: hands.random.int(1, 100),
    ...(hands.random.chance(0.5) ? { serverId: someServer(hands).id } : {}),
  })

/**
 * Makes more reads at once than a rate window allows. Some wait for the next window, whatever happens to the server
 * meanwhile.
 */
const burst: UserAction = onAccount(({ call, random }, serverId, { username }) =>
  Promise.all(Array.from({ length: random.int(40, 90) }, () => call('ftp.get', { serverId, username }))),
)

/** Removes a server with everything that is under way, and adds its panel as a new server. */
const moveOut: UserAction = async (hands) => {
  const server = someServer(hands)
  if (await hands.call('servers.remove', { id: server.id })) {
    hands.roster.gone(server)
    await hands.roster.add(server.panel)
  }
}

/** Sets the token again, which makes a new connection while calls may be in flight on the old one. */
const tokenAgain: UserAction = (hands) => {
  const { id, panel } = someServer(hands)
  return hands.call('servers.setToken', { id, token: panel.token })
}

const rename: UserAction = (hands) =>
  hands.call('servers.edit', { id: someServer(hands).id, patch: { notes: `Seen ${hands.random.int(1, 999)} times` } })

/** Actions with their weights. */
const actions: readonly (readonly [times: number, action: UserAction])[] = [
  [6, onAccount(({ call }, serverId, { username }) => call('ftp.get', { serverId, username }))],
  [
    5,
    onAccount(({ call }, serverId, { username, enabled }) =>
      call('ftp.setEnabled', { serverId, username, enabled: !enabled }),
    ),
  ],
  [4, allowedIps],
  [
    2,
    onAccount(({ call, random }, serverId, { username }) =>
      call('ftp.update', { serverId, username, patch: { quotaMb: random.int(0, 500) } }),
    ),
  ],
  [
    5,
    onJob(({ call }, serverId, { id, enabled }) => call('cron.update', { serverId, id, patch: { enabled: !enabled } })),
  ],
  [2, onJob(({ call }, serverId, { id }) => call('cron.logs', { serverId, id }))],
  [2, (hands) => hands.call('servers.test', { id: someServer(hands).id })],
  [3, openViews],
  [2, ({ call }) => call('app.watched', {})],
  [1, settings],
  [2, history],
  [2, refreshSome],
  [1, tokenAgain],
  [1, rename],
  [1, burst],
  [1, moveOut],
  [1, ({ call }) => call('budget.list', {})],
  [1, ({ call }) => call('inventory.statuses', {})],
]
const lots = actions.flatMap(([times, action]) => Array.from({ length: times }, () => action))

/** Does one random thing that a user may do. Resolves when it has been answered. */
export function act(hands: Hands): Promise<unknown> {
  return hands.random.pick(lots)(hands)
}
