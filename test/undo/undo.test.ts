import { describe, expect, onTestFinished, test } from 'vitest'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf as accountState } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { Output } from '../../src/shared/contract.ts'
import { createFolder, openApp, removeFolder, type TestApp } from '../kit/app.ts'
import { editAccount, removeAccount, setPassword } from '../kit/change-row.ts'
import { openPanelApp, startPanel, type PanelApp } from '../kit/panels.ts'

const threeAccounts = () => {
  const madeAtMs = Date.now() - 86_400_000
  return {
    ...emptyState('lotus'),
    accounts: ['lotus_a', 'lotus_b', 'lotus_c'].map((username) => accountState({ username }, madeAtMs)),
    jobs: [jobOf({ id: 5, name: 'nightly', owner: 'lotus' }, madeAtMs)],
  }
}
/** An app with a panel of three accounts and one job. */
const openFleet = () => openPanelApp({ state: threeAccounts() })

type Preview = Output<'undo.next'>

const next = async ({ call }: TestApp) => (await call('undo.next', {})).next
/** What each line is called in these tests: its action and subject. */
const nameOf = ({ line }: Preview['skipped'][number] | NonNullable<Preview['next']>) =>
  line.type === 'entry' ? `${line.entry.action} ${line.entry.subject}` : line.action
const skippedOf = ({ skipped }: Preview) => skipped.map((one) => `${nameOf(one)}: ${one.reason}`)

const runIdOf = ({ line }: NonNullable<Preview['next']>) => (line.type === 'entry' ? line.entry.runId! : line.runId)

/** Undoes the newest thing that can be undone, as a page does, and returns its name. Null if there is none. */
async function undoNewest(app: TestApp): Promise<string | null> {
  const step = await next(app)
  if (step === null) return null
  if (step.how === 'profile' && step.line.type === 'entry')
    await app.call('undo.apply', { entryId: step.line.entry.id })
  else await app.call('change.undo', { runId: runIdOf(step) })
  return nameOf(step)
}

const firstAccount = ({ panel }: PanelApp) => panel.accounts[0]!.username
const accountOf = ({ panel }: PanelApp, username: string) => panel.accounts.find((one) => one.username === username)!

test('changes of panels and of profiles are undone in one order, the newest first, and each exactly', async () => {
  const fleet = await openFleet()
  const { app, serverId } = fleet
  const username = firstAccount(fleet)
  const before = accountOf(fleet, username)
  await app.call('servers.edit', { id: serverId, patch: { tags: ['lotus'], folder: 'Hanoi' } })
  await app.call('change.apply', editAccount(serverId, username, { enabled: !before.enabled }))
  await app.call('ipSets.save', { id: 'office', set: { name: 'Office', text: '203.0.113.7' } })
  await app.call('ipSets.save', { id: 'office', set: { name: 'Office', text: '203.0.113.8' } })
  const { id: viewId } = await app.call('views.save', { view: { kind: 'ftp', name: 'Lotus' } })
  await app.call('views.remove', { id: viewId })

  expect(await undoNewest(app)).toBe('views.remove Lotus')
  expect((await app.call('views.list', {})).views).toMatchObject([{ id: viewId, name: 'Lotus' }])
  expect(await undoNewest(app)).toBe('views.save Lotus')
  expect((await app.call('views.list', {})).views).toEqual([])
  expect(await undoNewest(app)).toBe('ipSets.save Office')
  expect(await app.call('ipSets.list', {})).toMatchObject([{ id: 'office', text: '203.0.113.7' }])
  expect(await undoNewest(app)).toBe('ipSets.save Office')
  expect(await app.call('ipSets.list', {})).toEqual([])
  expect(await undoNewest(app)).toBe(`ftp.update ${username}`)
  expect(accountOf(fleet, username)).toMatchObject({ enabled: before.enabled })
  expect((await app.call('servers.list', {}))[0]).toMatchObject({ tags: ['lotus'], folder: 'Hanoi' })
  expect(await undoNewest(app)).toBe('servers.edit panel.example')
  expect((await app.call('servers.list', {}))[0]).toMatchObject({ tags: [], folder: '', hasToken: true })
  const preview = await app.call('undo.next', {})
  expect(preview.next).toBeNull()
  expect(skippedOf(preview)).toContain('servers.add panel.example: token-held')
})

test('what cannot be undone is passed over and named with its reason', async () => {
  const fleet = await openFleet()
  const { app, panel, serverId } = fleet
  const [first, second, third] = panel.accounts.map(({ username }) => username) as [string, string, string]
  await app.call('cron.setNote', { serverId, id: panel.jobs[0]!.id, note: 'call Kim first' })
  await app.call('change.apply', editAccount(serverId, third, { quotaMb: 77 }))
  await app.call('change.apply', editAccount(serverId, second, { quotaMb: 78 }))
  await app.call('change.apply', setPassword(serverId, first, 'An0ther•pass'))
  await removeAccount(app, serverId, second)
  await app.call('servers.forgetToken', { id: serverId })
  await app.call('servers.setToken', { id: serverId, token: 'wsp_0123456789abcdef0123456789abcdef' })
  const preview = await app.call('undo.next', {})
  expect(nameOf(preview.next!)).toBe(`ftp.update ${third}`)
  expect(skippedOf(preview)).toEqual([
    'servers.setToken panel.example: not-undoable',
    'servers.forgetToken panel.example: not-undoable',
    `ftp.remove ${second}: deleted`,
    `ftp.password ${first}: password`,
    `ftp.update ${second}: gone`,
  ])
  await app.call('servers.edit', { id: serverId, patch: { readOnly: true } })
  expect(await undoNewest(app)).toBe('servers.edit panel.example')
  await app.call('change.apply', editAccount(serverId, third, { quotaMb: accountOf(fleet, third).quotaMb + 1 }))
  await app.call('servers.remove', { id: serverId })
  const step = (await next(app))!
  expect(nameOf(step)).toBe('servers.remove panel.example')
})

test('a removed server comes back where it was, with the notes on its jobs and without its token', async () => {
  const { app, panel, serverId } = await openFleet()
  const { id: otherId } = await app.call('servers.duplicate', { id: serverId })
  const jobId = panel.jobs[0]!.id
  await app.call('cron.setNote', { serverId, id: jobId, note: 'call Kim first' })
  await app.call('change.apply', editAccount(serverId, panel.accounts[0]!.username, { quotaMb: 77 }))
  await app.call('servers.remove', { id: serverId })
  const removal = (await next(app))!.line
  if (removal.type !== 'entry') throw new Error('The removal is an entry')
  const { withoutToken, entry } = await app.call('undo.apply', { entryId: removal.entry.id })
  expect([withoutToken, entry?.undoOf, entry?.action]).toEqual([true, removal.entry.id, 'servers.add'])
  const servers = await app.call('servers.list', {})
  expect(servers.map(({ id }) => id)).toEqual([serverId, otherId])
  expect(servers[0]).toMatchObject({ name: 'panel.example', url: panel.url, hasToken: false, pin: null })
  expect(await app.call('cron.notes', {})).toEqual({ [`${serverId}/cron/${jobId}`]: 'call Kim first' })
  expect(await app.codeOf('undo.apply', { entryId: removal.entry.id })).toBe('undo.impossible')
  expect(skippedOf(await app.call('undo.next', {}))).toContain('ftp.update lotus_a: no-token')
  // The redo removes it again, and can be undone like any other change.
  const redone = await app.call('undo.apply', { entryId: entry!.id })
  expect(redone.entry).toMatchObject({ action: 'servers.remove', undoOf: entry!.id })
  expect(await next(app)).toMatchObject({ isRedo: true, line: { entry: { id: redone.entry!.id } } })
})

test('undoing an undo brings the change back, as a change of its own', async () => {
  const fleet = await openFleet()
  const { app, serverId } = fleet
  const username = firstAccount(fleet)
  const before = accountOf(fleet, username)
  await app.call('change.apply', editAccount(serverId, username, { enabled: !before.enabled }))
  const made = runIdOf((await next(app))!)
  const { run: undo } = await app.call('change.undo', { runId: made })
  expect(await next(app)).toBeNull()
  await app.call('change.undo', { runId: undo!.id })
  expect(accountOf(fleet, username)).toMatchObject({ enabled: !before.enabled })
  expect(await next(app)).toMatchObject({ how: 'change', isRedo: true })
  await undoNewest(app)
  expect(accountOf(fleet, username)).toMatchObject({ enabled: before.enabled })
  expect(await next(app)).toBeNull()
})

test('an order is put back, also after a server has been added', async () => {
  const { app, serverId } = await openFleet()
  const copies = [
    await app.call('servers.duplicate', { id: serverId }),
    await app.call('servers.duplicate', { id: serverId }),
  ]
  const [second, third] = copies.map(({ id }) => id) as [string, string]
  await app.call('servers.reorder', { ids: [third, serverId, second] })
  const moved = (await next(app))!.line
  if (moved.type !== 'entry') throw new Error('A change of the order is an entry')
  expect(moved.entry).toMatchObject({ action: 'servers.reorder', subject: copies[1]!.name })
  const { id: fourth } = await app.call('servers.duplicate', { id: serverId })
  const order = async () => (await app.call('servers.list', {})).map(({ id }) => id)
  await app.call('undo.apply', { entryId: moved.entry.id })
  expect(await order()).toEqual([serverId, second, third, fourth])
  expect(await app.codeOf('undo.apply', { entryId: moved.entry.id })).toBe('undo.impossible')
})

test('an edit that was overwritten since is not undone over the newer one', async () => {
  const { app, serverId } = await openFleet()
  await app.call('servers.edit', { id: serverId, patch: { folder: 'Hanoi' } })
  const { line } = (await next(app))!
  await app.call('servers.edit', { id: serverId, patch: { folder: 'Hue' } })
  if (line.type !== 'entry') throw new Error('An edit is an entry')
  expect(await app.codeOf('undo.apply', { entryId: line.entry.id })).toBe('undo.impossible')
  expect((await app.call('servers.list', {}))[0]).toMatchObject({ folder: 'Hue' })
})

test('a server that moves back keeps its token, but not one that was entered for the newer address', async () => {
  const { app, panel, serverId } = await openFleet()
  const moved = panel.url.replace('127.0.0.1', 'localhost')
  await app.call('servers.edit', { id: serverId, patch: { url: moved }, keepToken: true })
  await undoNewest(app)
  expect((await app.call('servers.list', {}))[0]).toMatchObject({ url: panel.url, hasToken: true })
  await app.call('servers.edit', { id: serverId, patch: { url: moved } })
  expect((await app.call('servers.list', {}))[0]).toMatchObject({ hasToken: false })
  await app.call('servers.setToken', { id: serverId, token: 'wsp_another' })
  expect(skippedOf(await app.call('undo.next', {}))).toContain('servers.edit panel.example: token-held')
})

test('the history is there after a restart, for panels and for profiles', async () => {
  const dataDir = await createFolder()
  onTestFinished(() => removeFolder(dataDir))
  const passphrase = 'correct horse battery'
  const panel = await startPanel({ state: threeAccounts() })
  const first = await openApp({ dataDir })
  await first.call('vault.choose', { kind: 'passphrase', passphrase })
  const { id } = await first.add(panel, { name: 'web-12' })
  await first.call('inventory.refresh', {})
  await first.call('servers.edit', { id, patch: { tags: ['lotus'] } })
  await first.call('change.apply', editAccount(id, 'lotus_b', { quotaMb: 77 }))
  await first.close()
  const second = await openApp({ dataDir })
  onTestFinished(() => second.close())
  await second.call('vault.unlock', { passphrase })
  expect(await undoNewest(second)).toBe('ftp.update lotus_b')
  expect(panel.accounts.map(({ quotaMb }) => quotaMb)).not.toContain(77)
  expect(await second.call('servers.list', {})).toMatchObject([{ tags: ['lotus'] }])
  expect(await undoNewest(second)).toBe('servers.edit web-12')
  expect(await second.call('servers.list', {})).toMatchObject([{ tags: [], hasToken: true }])
})

describe('the undo of a deleted job', () => {
  const removeJob = async ({ app, serverId }: PanelApp, id: number) => {
    const intent = { action: { type: 'cron.remove' }, keys: [`${serverId}/cron/${id}`] } as const
    return (await app.call('change.apply', { intent, confirm: {} })).run!.id
  }

  test('gives the domain back that the job was created with', async () => {
    const fleet = await openFleet()
    const { app, panel, serverId } = fleet
    const job = { name: 'site', command: '/bin/site', cronExpr: '0 4 * * *', domain: 'shop.example' }
    const intent = { action: { type: 'cron.create', serverIds: [serverId], job } as const, keys: [] }
    const { item } = await app.call('change.apply', { intent })
    const runId = await removeJob(fleet, Number(item?.madeId))
    await app.call('change.undo', { runId })
    expect(panel.jobs.find(({ name }) => name === 'site')).toMatchObject({ domain: 'shop.example' })
  })

  test('asks before it makes the job again without a domain that nobody knows, and records that', async () => {
    const fleet = await openFleet()
    const { app, panel } = fleet
    const runId = await removeJob(fleet, 5)
    expect(await app.codeOf('change.undo', { runId })).toBe('confirm.needed')
    const plan = await app.call('bulk.plan', { planningId: 'p', intent: { action: { type: 'undo', runId }, keys: [] } })
    expect(plan.flags['domain-unknown']).toBe(1)
    expect(panel.jobs).toEqual([])
    const { run } = await app.call('change.undo', { runId, confirm: { include: ['domain-unknown'] } })
    expect(panel.jobs).toMatchObject([{ name: 'nightly', domain: null }])
    const { lines } = await app.call('activity.lines', { runId: run!.id })
    expect(lines).toMatchObject([{ entry: { op: 'create', result: 'done', after: { domain: null } } }])
  })
})
