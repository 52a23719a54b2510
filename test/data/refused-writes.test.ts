import { execFileSync } from 'node:child_process'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import type { Input } from '../../src/shared/contract.ts'
import { toggleChanges, writes, untilWrites } from '../bulk/changes.ts'
import { planOf } from '../bulk/plans.ts'
import { openStage } from '../bulk/stage.ts'
import { createFolder, openApp, removeFolder, type TestApp } from '../kit/app.ts'
import { startPanel } from '../kit/panels.ts'
import { holdFile } from './file-holder.ts'

/** The disk or another program refuses writes: nothing is sent that cannot be recorded, and what was done is told. */

interface Desk {
  readonly app: TestApp
  readonly panel: DemoPanelServer
  readonly serverId: string
  readonly dataDir: string
  /** The jobs that the app shows. */
  jobs(): Promise<readonly string[]>
  create(name: string): Promise<string>
  /** Creates a job as a run of one item, and returns what became of it. */
  apply(name: string): Promise<readonly (string | undefined)[]>
  posts(): number
}

async function openDesk(prepare?: (dataDir: string) => Promise<boolean>): Promise<Desk | null> {
  const root = await createFolder()
  const dataDir = join(root, 'data')
  await mkdir(dataDir)
  onTestFinished(() => removeFolder(root))
  if (prepare && !(await prepare(dataDir))) return null
  const panel = await startPanel()
  const app = await openApp({ dataDir })
  onTestFinished(() => app.close())
  await app.call('vault.choose', { kind: 'session' })
  const { id: serverId } = await app.add(panel)
  await app.call('inventory.refresh', {})
  return {
    app,
    panel,
    serverId,
    dataDir,
    jobs: async () =>
      (await app.call('rows.list', { kind: 'cron' })).flatMap(({ rows }) => rows.map(({ name }) => name)),
    create: (name) => app.codeOf('change.apply', newJob(serverId, name)),
    async apply(name) {
      const { run, item } = await app.call('change.apply', newJob(serverId, name))
      return [run?.state, item?.state]
    },
    posts: () => panel.requests.filter(({ method }) => method === 'POST').length,
  }
}

const newJob = (serverId: string, name: string): Input<'change.apply'> => ({
  intent: {
    action: { type: 'cron.create', serverIds: [serverId], job: { name, command: '/bin/true', cronExpr: '1 2 * * *' } },
  },
})

/** Mounts a disk of 2 MB, which is unmounted after the test. Returns false if this machine does not permit it. */
async function mountSmallDisk(dir: string): Promise<boolean> {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir], { stdio: 'pipe' })
  } catch {
    return false
  }
  onTestFinished(() => void execFileSync('umount', ['-l', dir]))
  return true
}

async function fillDisk(dir: string): Promise<() => Promise<void>> {
  const { bavail, bsize } = await statfs(dir)
  await writeFile(join(dir, 'filler'), Buffer.alloc(bavail * bsize))
  return () => rm(join(dir, 'filler'))
}

/** Measures how long core's thread answers nobody. */
function watchThread(): () => number {
  let [longestMs, lastMs] = [0, performance.now()]
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lastMs)
    lastMs = performance.now()
  }, 5)
  return () => {
    clearInterval(timer)
    return longestMs
  }
}

const code = async (desk: Desk) => (await desk.app.call('app.info', {})).unstored?.code ?? null

test('while another program holds the file, a change waits and everything else is answered', async () => {
  const desk = (await openDesk())!
  const release = await holdFile(desk.dataDir)
  const longestStop = watchThread()
  const created = desk.create('nightly')
  const startedMs = performance.now()
  for (let round = 0; round < 20; round += 1) {
    await desk.app.call('servers.list', {})
    await desk.app.call('inventory.statuses', {})
    expect(await desk.jobs()).not.toContain('nightly')
  }
  // What a panel sends can be read and shown, although it cannot be stored.
  const { statuses } = await desk.app.call('inventory.refresh', {})
  expect(statuses.map(({ health }) => health)).toEqual(['ok'])
  expect(performance.now() - startedMs).toBeLessThan(3000)
  await sleep(8000 - (performance.now() - startedMs))
  expect([desk.posts(), longestStop() < 1000]).toEqual([0, true])
  await release()
  expect([await created, desk.posts(), await desk.jobs()]).toEqual(['ok', 1, expect.arrayContaining(['nightly'])])
}, 30_000)

test('a program that does not let go in time is named, and nothing is sent', async () => {
  const desk = (await openDesk())!
  const release = await holdFile(desk.dataDir)
  expect([await desk.create('nightly'), desk.posts(), await desk.jobs()]).toEqual([
    'storage.busy',
    0,
    expect.anything(),
  ])
  await release()
  expect([await desk.create('nightly'), desk.posts()]).toEqual(['ok', 1])
}, 40_000)

test('a change whose answer cannot be stored is told as made, and stored later', async () => {
  const desk = (await openDesk())!
  const unstored: (string | null)[] = []
  desk.app.onEvent((event) => {
    if (event.event === 'data.unstored') unstored.push(event.payload.error?.code ?? null)
  })
  await desk.panel.setFault('latency', 1500)
  const created = desk.create('nightly')
  await vi.waitFor(() => expect(desk.posts()).toBe(1), { interval: 5 })
  const release = await holdFile(desk.dataDir)
  expect(await created).toBe('ok')
  expect([await code(desk), await desk.jobs()]).toEqual(['storage.busy', expect.arrayContaining(['nightly'])])
  await release()
  await vi.waitFor(async () => expect(await code(desk)).toBeNull(), { timeout: 6000 })
  expect(unstored).toEqual(['storage.busy', null])
  await desk.app.close()
  const reopened = await openApp({ dataDir: desk.dataDir })
  onTestFinished(() => reopened.close())
  expect((await reopened.call('rows.list', { kind: 'cron' }))[0]!.rows.map(({ name }) => name)).toContain('nightly')
  expect((await reopened.call('activity.list', {}))[0]).toMatchObject({ action: 'cron.create', result: 'done' })
}, 30_000)

test('a run of one item whose answer cannot be stored is told as made, and stored later', async () => {
  const desk = (await openDesk())!
  await desk.panel.setFault('latency', 600)
  const applied = desk.apply('nightly')
  await vi.waitFor(() => expect(desk.posts()).toBe(1), { interval: 5 })
  const release = await holdFile(desk.dataDir)
  expect(await applied).toEqual(['done', 'confirmed'])
  expect([await code(desk), await desk.jobs()]).toEqual(['storage.busy', expect.arrayContaining(['nightly'])])
  await release()
  await vi.waitFor(async () => expect(await code(desk)).toBeNull(), { timeout: 6000 })
  await desk.app.close()
  const db = new DatabaseSync(join(desk.dataDir, 'wisdeck.db'), { readOnly: true })
  expect(db.prepare('SELECT r.state AS run, i.state AS item FROM runs r, run_items i').all()).toEqual([
    { run: 'done', item: 'confirmed' },
  ])
  db.close()
}, 30_000)

test('on a full disk nothing is sent, and what was sent before is told as made', async (context) => {
  const desk = await openDesk(mountSmallDisk)
  if (!desk) return context.skip('No small disk can be mounted here')
  const free = await fillDisk(desk.dataDir)
  // Each try fills the page that the file had left, so that the disk is full for sure at last.
  const codes = [await desk.create('a'), await desk.create('b'), await desk.create('c')]
  expect([codes.at(-1), desk.posts()]).toEqual(['storage.full', codes.filter((one) => one === 'ok').length])
  await free()
  await desk.panel.setFault('latency', 800)
  const before = desk.posts()
  const created = desk.create('nightly')
  await vi.waitFor(() => expect(desk.posts()).toBe(before + 1), { interval: 5 })
  const freeAgain = await fillDisk(desk.dataDir)
  expect([await created, await desk.jobs()]).toEqual(['ok', expect.arrayContaining(['nightly'])])
  await freeAgain()
  await vi.waitFor(async () => expect(await code(desk)).toBeNull(), { timeout: 6000 })
  const applied = desk.apply('weekly')
  await vi.waitFor(() => expect(desk.posts()).toBe(before + 2), { interval: 5 })
  const freeAtLast = await fillDisk(desk.dataDir)
  expect([await applied, await desk.jobs()]).toEqual([['done', 'confirmed'], expect.arrayContaining(['weekly'])])
  await freeAtLast()
  await vi.waitFor(async () => expect(await code(desk)).toBeNull(), { timeout: 6000 })
  expect((await desk.app.call('activity.list', {})).map(({ result }) => result).slice(0, 2)).toEqual(['done', 'done'])
}, 30_000)

test('a change that the disk refuses after its read is told as failed, and its row is free again', async (context) => {
  const desk = await openDesk(mountSmallDisk)
  if (!desk) return context.skip('No small disk can be mounted here')
  expect(await desk.create('nightly')).toBe('ok')
  const [job] = desk.panel.jobs
  const rename = (name: string) =>
    desk.app.codeOf('change.apply', {
      intent: { action: { type: 'cron.edit', patch: { name } }, keys: [`${desk.serverId}/cron/${job!.id}`] },
    })
  const puts = () => desk.panel.requests.filter(({ method }) => method === 'PUT').length
  await desk.panel.setFault('latency', 800)
  const before = desk.panel.requests.length
  const refused = rename('weekly')
  await vi.waitFor(() => expect(desk.panel.requests.length).toBeGreaterThan(before), { interval: 5 })
  const free = await fillDisk(desk.dataDir)
  expect([await refused, puts()]).toEqual(['storage.full', 0])
  await free()
  await vi.waitFor(async () => expect(await code(desk)).toBeNull(), { timeout: 6000 })
  const [entry] = await desk.app.call('activity.list', {})
  expect(entry).toMatchObject({ action: 'cron.update', result: 'failed', error: { code: 'storage.full' } })
  await desk.panel.clearFaults()
  expect([await rename('weekly'), puts(), await desk.jobs()]).toEqual(['ok', 1, ['weekly']])
}, 30_000)

test('a run waits for a program that holds the file, and then goes on without doing anything twice', async () => {
  const stage = await openStage({ accounts: 30 })
  await stage.panels[0]!.setFault('latency', 20)
  const { id } = await stage.start(planOf(toggleChanges(stage)))
  await untilWrites(stage, 6)
  const release = await holdFile(stage.dataDir)
  const longestStop = watchThread()
  await sleep(300)
  const sent = writes(stage).length
  await sleep(7700)
  expect([writes(stage).length, longestStop() < 1000]).toEqual([sent, true])
  expect(stage.rig.running.runs.run(id).state).toBe('running')
  await release()
  expect(await stage.until(id, 'done')).toMatchObject({ counts: { confirmed: 30 } })
  expect(writes(stage)).toHaveLength(30)
  expect(stage.panels[0]!.accounts.every(({ enabled }) => !enabled)).toBe(true)
}, 40_000)
