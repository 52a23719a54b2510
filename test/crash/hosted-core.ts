import { setTimeout as sleep } from 'node:timers/promises'
import type { BulkIntent } from '../../src/shared/model/bulk-action.ts'
import { confirmableFlags } from '../../src/shared/plan-flags.ts'
import type { Run } from '../../src/shared/model/run.ts'
import { typedFor, typedText } from '../../src/shared/typed-confirmation.ts'
import type { TestApp } from '../kit/app.ts'
import { bulkIntents, singleIntent } from './intents.ts'
import type { Order, Report, Told } from './messages.ts'
import { createWishFinder, readRuns, runIds, toldOf, type ToldRun, type WishFinder } from './told.ts'
import { ownerName, type Wish } from './wishes.ts'

const passphrase = 'crash horse battery'
/** How many turns of changes of one row are under way at once. */
const turnsAtOnce = 3
const pollMs = 100
/** How long a user waits with the next change when the disk has refused one, in ms. */
const refusedPauseMs = 200

/** An app in the hands of a user who wants the wishes of an order. */
export interface HostedCore {
  readonly app: TestApp
  readonly order: Order
  readonly send: (report: Report) => Promise<void>
  /** The ids of the servers, in the order of the wishes' `server`. */
  readonly ids: readonly string[]
  /** The passwords on the credentials sheets, by wish, once they are read. */
  readonly passwords: Map<number, string>
}

const confirmAll = { include: [...confirmableFlags] }
const codeOf = (thrown: unknown) => /"code":"([^"]+)"/.exec(String(thrown))?.[1] ?? String(thrown)
const idIn =
  ({ ids }: HostedCore) =>
  (server: number) =>
    ids[server] ?? ''
const finderFor = ({ order, ids }: HostedCore): WishFinder =>
  createWishFinder(order.bulk, order.singles, (id) => ids.indexOf(id))

/** Adds the servers to a new data folder, or unlocks the tokens of an older one. */
export async function createHostedCore(app: TestApp, order: Order, send: HostedCore['send']): Promise<HostedCore> {
  if ((await app.call('vault.status', {})).kind === 'passphrase') await app.call('vault.unlock', { passphrase })
  else {
    await app.call('vault.choose', { kind: 'passphrase', passphrase })
    const { answerTimeoutSec } = order
    await app.call('settings.set', { answerTimeoutSec, shareForOthersPercent: 0, refreshEveryMin: 0 })
    for (const server of order.servers) await app.add(server)
  }
  const ids = (await app.call('servers.list', {})).map(({ id }) => id)
  return { app, order, send, ids, passwords: new Map() }
}

/** Starts the bulk runs. */
export async function startRuns(core: HostedCore): Promise<void> {
  const { app, order } = core
  const idOf = idIn(core)
  await app.call('inventory.refresh', {})
  const jobs = (await app.call('rows.list', { kind: 'cron', serverIds: [idOf(0)] }))[0]?.rows ?? []
  const keyOfJob = (name: string) => `${idOf(0)}/cron/${jobs.find((job) => job.name === name)?.id ?? name}`
  for (const intent of bulkIntents(order.bulk, idOf, keyOfJob)) await startPlan(app, intent)
  await core.send({ kind: 'started' })
}

/** Goes on with interrupted runs, if the order says so. */
export async function resumeRuns({ app, order, send }: HostedCore): Promise<void> {
  if (order.resume === 'now')
    for (const { run } of await readRuns(app)) if (run.state === 'interrupted') await resumeRun(app, run.id, false)
  await send({ kind: 'started' })
}

/** Makes the changes of one row while the bulk runs go on. */
export async function changeRows(core: HostedCore): Promise<void> {
  const turns = [...core.order.turns]
  const worker = async () => {
    for (let turn = turns.shift(); turn; turn = turns.shift())
      await Promise.all(turn.map((wish) => changeRow(core, wish)))
  }
  await Promise.all(Array.from({ length: turnsAtOnce }, worker))
}

async function changeRow(core: HostedCore, wish: Wish): Promise<void> {
  const { app, send } = core
  await send({ kind: 'asked', wish: wish.index })
  const nothing = { wish: wish.index, open: false, reason: null, made: false, password: null }
  const intent = singleIntent(wish, idIn(core))
  const password = wish.secret === null ? {} : { password: wish.secret }
  const answer = await app
    .call('change.apply', { intent, ...password, confirm: { ...confirmAll, typed: 'delete' } })
    .then(
      ({ item }): Told => (item ? toldOf(wish.index, item) : { ...nothing, state: 'nothing' }),
      (thrown: unknown): Told => ({ ...nothing, state: 'refused', reason: codeOf(thrown) }),
    )
  await send({ kind: 'answered', told: answer })
  if (answer.reason?.startsWith('storage.')) await sleep(refusedPauseMs)
}

/** Waits until no run is going, and continues those that the disk has paused. */
async function untilIdle(app: TestApp): Promise<void> {
  const isGoing = ({ state, reconciling }: Run) => reconciling || ['running', 'pausing', 'paused'].includes(state)
  for (;;) {
    const runs = await Promise.all(runIds(app).map((runId) => app.call('bulk.run', { runId })))
    if (!runs.some(isGoing)) return
    for (const { id, state } of runs)
      if (state === 'paused') await app.codeOf('bulk.resume', { runId: id, passphrase, sendAgain: false })
    await sleep(pollMs)
  }
}

/** Waits until nothing is going on, and lets core read what is open. Returns the time when it began to read. */
export async function settle({ app }: HostedCore, now: () => number): Promise<number> {
  await untilIdle(app)
  const readAtMs = now()
  for (const { run, items } of await readRuns(app))
    if (items.some(({ open }) => open)) {
      // Before core plans a retry, it reads what is open.
      const plan = await planFor(app, { action: { type: 'retry', runId: run.id }, keys: [] })
      await app.call('bulk.dropPlan', { planId: plan.id })
    }
  await untilIdle(app)
  return readAtMs
}

/** Returns what core tells of every wish that has an item; of its last item, if it was tried again. */
export async function tell(core: HostedCore): Promise<readonly Told[]> {
  const { find } = finderFor(core)
  const latest = new Map<number, Told>()
  for (const { run, items } of await readRuns(core.app))
    for (const item of items) {
      const wish = find(run, item)
      if (!wish) throw new Error(`Nobody wanted ${item.op} of ${item.key}`)
      latest.set(wish.index, toldOf(wish.index, item, core.passwords.get(wish.index) ?? null))
    }
  return [...latest.values()]
}

/**
 * Lets core send again, once, what a reading shows as not done. Passwords that were sent stay as they are told; one
 * that the disk had refused before it was sent is set again by the user.
 */
export async function sendAgain(core: HostedCore): Promise<void> {
  const { app } = core
  const { find } = finderFor(core)
  await untilIdle(app)
  for (const { run } of await readRuns(app)) if (run.state === 'interrupted') await resumeRun(app, run.id, true)
  await untilIdle(app)
  const isLeft = ({ items }: ToldRun) =>
    items.some(({ open, state, skipped }) => open || state === 'failed' || skipped === 'lane-stopped')
  for (const one of await readRuns(app))
    if (isLeft(one) && one.run.action.type !== 'ftp.password') {
      await startPlan(app, { action: { type: 'retry', runId: one.run.id }, keys: [] })
      // Another run may be of the same row, through another server.
      await untilIdle(app)
    } else if (one.run.origin === 'row')
      for (const item of one.items) {
        const wish = item.state === 'failed' && item.sentAtMs === null ? find(one.run, item) : undefined
        if (wish) await changeRow(core, wish)
      }
}

/** Reads the passwords on all credentials sheets. */
export async function readSheets(core: HostedCore): Promise<void> {
  const { app, order, passwords } = core
  const { find } = finderFor(core)
  const short = (username: string) => username.replace(`${ownerName}_`, '')
  for (const { run, items } of await readRuns(app)) {
    const wishes = items.map((item) => find(run, item))
    if (run.handout !== 'sealed') continue
    const lines = await app.call('bulk.showCredentials', { runId: run.id, passphrase })
    for (const { server, username, password } of lines) {
      const isOf = (wish: Wish | undefined) =>
        wish && order.servers[wish.server]?.name === server && short(wish.id) === short(username)
      const wish = wishes.find(isOf)
      if (wish) passwords.set(wish.index, password)
    }
  }
}

/** Resumes an interrupted run, unless it has just ended. */
async function resumeRun(app: TestApp, runId: string, again: boolean): Promise<void> {
  const code = await app.codeOf('bulk.resume', { runId, passphrase, sendAgain: again })
  if (code !== 'ok' && code !== 'run.wrong-state') throw new Error(`bulk.resume: ${code}`)
}

const planFor = (app: TestApp, intent: BulkIntent) =>
  app.call('bulk.plan', { planningId: 'plan', intent, tryHung: true })

/** Plans what a user wants and runs it, with everything confirmed. */
async function startPlan(app: TestApp, intent: BulkIntent): Promise<void> {
  const plan = await planFor(app, intent)
  if (plan.changes === 0) return
  const typed = typedFor(plan.servers.flatMap(({ parts }) => parts))
  await app.call('bulk.start', {
    planId: plan.id,
    confirm: { ...confirmAll, ...(typed ? { typed: typedText(typed) } : {}) },
    ...(plan.needs.passphrase ? { passphrase } : {}),
  })
}
