import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { parseArgs } from 'node:util'
import { createApp } from '../src/core/app.ts'
import { systemClock } from '../src/core/clock.ts'
import { callApp } from '../src/shell/call-app.ts'
import type { Input } from '../src/shared/contract.ts'
import type { BenchPanel } from './refresh/messages.ts'

/**
 * Changes single rows of one panel over TLS, through all of core: from the call until the change is confirmed by a
 * reading. Each change is compared with its bare requests over a keep-alive connection in the same run, in turns:
 * GET, PUT, GET for settings; GET, POST, GET for a switch; POST, GET for a creation; DELETE, GET for a removal. The
 * panel answers after `--latency` ms. The figures are medians; `extraMs` is what core adds, at most 15 ms.
 */
const usage = 'npm run bench:change -- [--json] [--changes 60] [--latency 20]'
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    changes: { type: 'string', default: '60' },
    latency: { type: 'string', default: '20' },
  },
})
const [changes, latencyMs] = [Number(values.changes), Number(values.latency)]
if (!Number.isInteger(changes) || changes < 3 || changes > 400 || !(latencyMs >= 0)) throw new RangeError(usage)

const mostExtraMs = 15
const fleet = fork(join(import.meta.dirname, 'refresh', 'fleet.ts'), ['1', String(latencyMs)], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
process.once('exit', () => fleet.kill())
const [{ ready }] = (await once(fleet, 'message')) as [{ readonly ready: readonly BenchPanel[] }]
const panel = ready[0]!

const agent = new Agent({
  keepAlive: true,
  secureContext: createSecureContext({ ca: [panel.certificatePem], allowPartialTrustChain: true }),
  checkServerIdentity: () => undefined,
})
function bare(method: string, path: string, body?: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${panel.token}`, 'Content-Type': 'application/json' }
    const call = request(`${panel.url}${path}`, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve(text === '' ? null : JSON.parse(text))
      })
      response.on('error', reject)
    })
    call.on('error', reject)
    call.end(body && JSON.stringify(body))
  })
}

const dataDir = await mkdtemp(join(tmpdir(), 'wisdeck-change-'))
const app = await createApp({
  dataDir,
  ports: {
    clock: systemClock(),
    keychain: {
      getPassword: () => Promise.reject(new Error('no keychain')),
      setPassword: () => Promise.reject(new Error('no keychain')),
      deletePassword: () => Promise.reject(new Error('no keychain')),
    },
    log: { write: () => {} },
    demoFleet: { start: async () => [], stop: async () => {} },
    actor: 'bench',
    version: '0.0.0-bench',
  },
})
await callApp(app, 'vault.choose', { kind: 'session' })
await callApp(app, 'settings.set', { refreshPaused: true, shareForOthersPercent: 0 })
const server = await callApp(app, 'servers.add', {
  draft: { name: 'Bench', url: panel.url },
  token: panel.token,
  trustFingerprint256: panel.fingerprint256,
})
await callApp(app, 'inventory.refresh', {})
const [slice] = await callApp(app, 'rows.list', { kind: 'ftp' })
const users = slice!.rows.flatMap((row) => ('username' in row ? [row.username] : []))

interface Op {
  readonly ours: (at: number) => Input<'change.apply'>
  readonly bare: (at: number) => Promise<unknown>
}
const [ourUser, bareUser] = [users[0]!, users[1]!]
const edit = (patch: object): Input<'change.apply'> => ({
  intent: { action: { type: 'ftp.edit', patch }, keys: [`${server.id}/ftp/${ourUser}`] },
  confirm: { include: ['first-restriction'] },
})
const enabled = new Map(slice!.rows.flatMap((row) => ('username' in row ? [[row.username, row.enabled] as const] : [])))
const ops: Readonly<Record<string, Op>> = {
  settings: {
    ours: (at) => edit({ quotaMb: 1000 + at }),
    async bare(at) {
      await bare('GET', `/ftp/${bareUser}`)
      await bare('PUT', `/ftp/${bareUser}`, { quota_mb: 1000 + at })
      await bare('GET', `/ftp/${bareUser}`)
    },
  },
  switch: {
    ours: (at) => edit({ enabled: (at % 2 === 0) !== enabled.get(ourUser) }),
    async bare() {
      await bare('GET', `/ftp/${bareUser}`)
      await bare('POST', `/ftp/${bareUser}/toggle`)
      await bare('GET', `/ftp/${bareUser}`)
    },
  },
  creation: {
    ours: (at) => ({
      intent: { action: { type: 'ftp.create', serverIds: [server.id], account: { username: `ours${at}` } } },
      password: 'S3cure-bench',
    }),
    async bare(at) {
      const made = (await bare('POST', '/ftp/', { username: `bare${at}`, password: 'S3cure-bench' })) as {
        readonly username: string
      }
      await bare('GET', `/ftp/${made.username}`)
    },
  },
  removal: {
    ours: (at) => ({
      intent: { action: { type: 'ftp.remove' }, keys: [`${server.id}/ftp/${ownerOf(ourUser)}_ours${at}`] },
      confirm: { typed: 'delete' },
    }),
    async bare(at) {
      await bare('DELETE', `/ftp/${ownerOf(bareUser)}_bare${at}`)
      await bare('GET', `/ftp/${ownerOf(bareUser)}_bare${at}`)
    },
  },
}
function ownerOf(username: string): string {
  return username.slice(0, username.indexOf('_'))
}

const median = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0
const timed = async (work: () => Promise<unknown>) => {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}
async function changeRow(input: Input<'change.apply'>): Promise<void> {
  const { item } = await callApp(app, 'change.apply', input)
  if (item?.state !== 'confirmed') throw new Error(`The change is ${item?.state ?? 'not needed'}`)
}

const figures: Record<string, { readonly oursMs: number; readonly bareMs: number; readonly extraMs: number }> = {}
for (const [name, op] of Object.entries(ops)) {
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let at = 0; at < changes; at += 1) {
    theirs.push(await timed(() => op.bare(at)))
    ours.push(await timed(() => changeRow(op.ours(at))))
  }
  const [oursMs, bareMs] = [median(ours), median(theirs)]
  figures[name] = { oursMs, bareMs, extraMs: oursMs - bareMs }
}

await app.close()
agent.destroy()
fleet.send('stop')
await rm(dataDir, { recursive: true, force: true })
const rounded = Object.fromEntries(
  Object.entries(figures).map(([name, row]) => [
    name,
    Object.fromEntries(Object.entries(row).map(([field, ms]) => [field, Math.round(ms * 10) / 10])),
  ]),
)
if (values.json) console.log(JSON.stringify(rounded))
else
  for (const [name, row] of Object.entries(rounded))
    console.log(
      `${name}: ${row['oursMs']} ms, bare ${row['bareMs']} ms, ${row['extraMs']} ms more (at most ${mostExtraMs})`,
    )
