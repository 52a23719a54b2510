import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { createDemoFleet, type DemoFleet, type DemoFleetOptions, type DemoPanelDescription } from './fleet.ts'
import { readArguments } from './fleet-cli.ts'
import type { FleetReport } from './fleet-messages.ts'
import { createRawClient } from './raw-client.fixture.ts'
import { isCronExpression } from './kinds/cron/schedule.ts'
import type { CronJobState } from './kinds/cron/state.ts'

const entry = join(import.meta.dirname, 'fleet-worker.ts')
const nowMs = Date.parse('2026-05-18T10:44:36Z')
const fleets: DemoFleet[] = []

async function start(options: DemoFleetOptions) {
  const fleet = await createDemoFleet({ now: () => nowMs, ...options })
  fleets.push(fleet)
  return fleet
}

afterEach(async () => {
  await Promise.all(fleets.splice(0).map((fleet) => fleet.close()))
})

describe('a seeded fleet', () => {
  it('starts 50 panels, each with its own certificate, port and token', async () => {
    const fleet = await start({ panels: 50 })
    const described = fleet.describe()
    for (const field of ['name', 'url', 'token', 'fingerprint256'] as const)
      expect(new Set(described.map((panel) => panel[field])).size).toBe(50)
    expect(described.every((panel) => /^wsp_[0-9a-f]{40}$/.test(panel.token))).toBe(true)
    const replies = await Promise.all(fleet.panels.map((panel) => createRawClient(panel)('GET', '/ftp/')))
    expect(replies.every((reply) => reply.status === 200)).toBe(true)
  })

  it('is the same for the same seed and differs for another seed', async () => {
    const [one, same, other] = await Promise.all([
      start({ panels: 4, seed: 7 }),
      start({ panels: 6, seed: 7 }),
      start({ panels: 4, seed: 8 }),
    ])
    const held = (fleet: DemoFleet) =>
      fleet.panels.slice(0, 4).map((panel) => [panel.name, panel.token, panel.snapshot()])
    expect(held(same)).toEqual(held(one))
    expect(held(other)).not.toEqual(held(one))
  })

  it('has counts that vary about the mean, or not at all', async () => {
    const exact = await start({ panels: 5, accounts: 30, jobs: 7, exact: true })
    expect(exact.panels.map((panel) => [panel.accounts.length, panel.jobs.length])).toEqual(Array(5).fill([30, 7]))
    const varied = await start({ panels: 40, accounts: 50, jobs: 20 })
    const sizes = varied.panels.map((panel) => panel.accounts.length)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(30)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(70)
    expect(new Set(sizes).size).toBeGreaterThan(10)
    expect((await start({ panels: 1, accounts: 0, jobs: 0 })).panels[0]?.snapshot()).toMatchObject({
      accounts: [],
      jobs: [],
    })
  })

  it('has unique names, and accounts of every kind on every panel', async () => {
    const fleet = await start({ panels: 6, accounts: 300, jobs: 60 })
    for (const { accounts, jobs } of fleet.panels) {
      expect(new Set(accounts.map((account) => account.username)).size).toBe(accounts.length)
      expect(new Set(jobs.map((job) => job.id)).size).toBe(jobs.length)
      expect(jobs.filter((job) => !isCronExpression(job.cronExpr))).toEqual([])
      const kinds = accounts.map(
        (account) => `${account.enabled ? 'on' : 'off'} ${account.allowedIps.length > 0 ? 'restricted' : 'open'}`,
      )
      expect([...new Set(kinds)].sort()).toEqual(['off open', 'off restricted', 'on open', 'on restricted'])
    }
  })

  it('has jobs in every state of health by default, most of them ok', async () => {
    const jobs = (await start({})).panels.flatMap((panel) => panel.jobs)
    const healthOf = (job: CronJobState) => {
      if (!job.enabled) return 'disabled'
      if (job.lastRunAtMs === null) return 'never-run'
      if ((job.nextRunAtMs ?? 0) < nowMs) return 'late'
      return job.lastRunOk ? 'healthy' : 'failing'
    }
    const count = Map.groupBy(jobs, healthOf)
    expect([...count.keys()].sort()).toEqual(['disabled', 'failing', 'healthy', 'late', 'never-run'])
    expect(count.get('healthy')?.length).toBeGreaterThan(jobs.length * 0.6)
  })
})

describe('the entry points', () => {
  const reportsOf = (worker: Worker) => {
    const waiting: ((report: FleetReport) => void)[] = []
    const come: FleetReport[] = []
    worker.on('message', (report: FleetReport) => {
      const next = waiting.shift()
      if (next) next(report)
      else come.push(report)
    })
    return () =>
      new Promise<FleetReport>((resolve) =>
        come[0] ? resolve(come.shift() as FleetReport) : void waiting.push(resolve),
      )
  }

  it('serve a fleet from a worker thread, set faults, and end', async () => {
    const worker = new Worker(entry, {
      workerData: { panels: 2, accounts: 3, jobs: 2, exact: true } satisfies DemoFleetOptions,
    })
    const exit = once(worker, 'exit')
    const next = reportsOf(worker)
    const ready = await next()
    if (ready.type !== 'ready') throw new Error(ready.type)
    expect(ready.panels.map((panel) => panel.name)).toEqual(['web-01.lotus.example', 'shop-02.harbor.example'])
    worker.postMessage({ type: 'fault', panel: 1, name: 'dead', value: true })
    expect(await next()).toEqual({ type: 'fault-set', panel: 1, name: 'dead' })
    await expect(fetch(ready.panels[1]?.url ?? '')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
    await expect(fetch(ready.panels[0]?.url ?? '')).rejects.toMatchObject({
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
    worker.postMessage({ type: 'fault', panel: 9, name: 'dead', value: true })
    expect(await next()).toEqual({ type: 'failed', message: 'No panel 9' })
    worker.postMessage({ type: 'stop' })
    expect(await next()).toEqual({ type: 'stopped' })
    expect(await exit).toEqual([0])
  })

  it('say why a fleet cannot start', async () => {
    const worker = new Worker(entry, { workerData: { host: '0.0.0.0' } satisfies DemoFleetOptions })
    const exit = once(worker, 'exit')
    expect(await reportsOf(worker)()).toEqual({ type: 'failed', message: 'A stand-in panel listens on loopback only' })
    expect(await exit).toEqual([0])
  })

  it('run from a command line until SIGTERM, with a description that only its owner can read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wisdeck-fleet-'))
    const file = join(folder, 'ready.json')
    const child = spawn(
      process.execPath,
      [entry, '--panels', '2', '--accounts', '5', '--exact', '--ready-file', file],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await once(child.stdout, 'data')
    const described = JSON.parse(await readFile(file, 'utf8')) as readonly DemoPanelDescription[]
    expect(described).toHaveLength(2)
    expect(described[0]).toMatchObject({ folder: 'Lotus Digital', environment: 'production', tags: ['agency', 'web'] })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    await rm(folder, { recursive: true })
  })

  it('refuse unknown arguments', async () => {
    await expect(promisify(execFile)(process.execPath, [entry, '--panels', 'many'])).rejects.toMatchObject({
      code: 1,
      stderr: '--panels needs a whole number, not many\n',
    })
    expect(() => readArguments(['--shape', 'round'])).toThrow('--shape')
    expect(readArguments(['--seed=-3', '--exact'])).toEqual({ options: { seed: -3, exact: true }, readyFile: null })
  })
})
