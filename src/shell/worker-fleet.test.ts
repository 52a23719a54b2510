import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createWorkerFleet } from './worker-fleet.ts'

const options = { panels: 2, accounts: 1, jobs: 1, seed: 7 }
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-fleet-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Writes a worker file with this body and returns its path. The tests use real threads, but no panels. */
async function workerFile(body: string): Promise<string> {
  const path = join(folder, 'worker.mjs')
  await writeFile(
    path,
    `import { parentPort, workerData } from 'node:worker_threads'\nimport { writeFileSync } from 'node:fs'\n${body}`,
  )
  return path
}

it('passes the options to the worker and returns its panels', async () => {
  const fleet = createWorkerFleet(
    await workerFile(`
      parentPort.on('message', (m) => { if (m.type === 'stop') { writeFileSync(${JSON.stringify(join(folder, 'stopped'))}, ''); parentPort.close() } })
      parentPort.postMessage({ type: 'note' })
      parentPort.postMessage({ type: 'ready', panels: [{ name: 'web-' + workerData.seed }] })`),
  )
  expect(await fleet.start(options)).toEqual([{ name: 'web-7' }])
  await fleet.stop()
  await expect(
    import('node:fs/promises').then(({ readFile }) => readFile(join(folder, 'stopped'), 'utf8')),
  ).resolves.toBe('')
  await fleet.stop()
})

it('fails with the reason of a worker that throws', async () => {
  const fleet = createWorkerFleet(await workerFile(`throw new Error('no certificates')`))
  await expect(fleet.start(options)).rejects.toThrow('no certificates')
  await fleet.stop()
})

it('fails with the reason that the worker reports', async () => {
  const fleet = createWorkerFleet(
    await workerFile(`parentPort.postMessage({ type: 'failed', message: 'port 443 is taken' })`),
  )
  await expect(fleet.start(options)).rejects.toThrow('port 443 is taken')
})

it('fails if the worker ends without a message, and can be started again', async () => {
  const path = await workerFile(`process.exit(3)`)
  const fleet = createWorkerFleet(path)
  await expect(fleet.start(options)).rejects.toThrow('ended with code 3')
  await workerFile(`parentPort.once('message', () => {}); parentPort.postMessage({ type: 'ready', panels: [] })`)
  await expect(fleet.start(options)).resolves.toEqual([])
  await fleet.stop()
})
