import { methods, type MethodName } from '../../src/shared/contract.ts'
import type { Slice } from '../../src/shared/model/inventory.ts'
import type { ServerProfile } from '../../src/shared/model/server.ts'
import type { Case, World } from '../contract/case.ts'
import { cases } from '../contract/cases.ts'
import { runOf } from '../contract/run-of.ts'
import { call, callFrom, finish, frames, webContents } from './boot.ts'
import * as electron from './stand-in.ts'

/**
 * Calls every method of the contract through the built host on the demo fleet: from the app's own page, and from frames
 * and senders that must be refused.
 */
interface Answer {
  readonly ok: boolean
  readonly value?: unknown
  readonly error?: { readonly code: string }
}
const valueOf = async <T>(method: MethodName, input: unknown = {}) => {
  const answer = (await call(method, input)) as Answer
  if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer)}`)
  return answer.value as T
}

const [first, second] = await valueOf<ServerProfile[]>('servers.list')
if (!first?.pin || !second) throw new Error('No demo fleet')
await valueOf('inventory.refresh')
const [ftp] = await valueOf<Slice<'ftp'>[]>('rows.list', { kind: 'ftp', serverIds: [first.id] })
const [cron] = await valueOf<Slice<'cron'>[]>('rows.list', { kind: 'cron', serverIds: [first.id] })
const { owner = '', username = '' } = ftp?.rows[0] ?? {}
const { dataDir } = await valueOf<{ dataDir: string }>('app.info')
const mustCall = (method: string, input: unknown) => valueOf<Record<string, unknown>>(method as MethodName, input)
const passphrase = 'battery horse staple'
const keys = [`${first.id}/ftp/${username}`]
const drift = () =>
  mustCall('change.apply', { intent: { action: { type: 'ftp.edit', patch: { quotaMb: 4242 } }, keys } })
// A plan for production would require a typed word.
await mustCall('servers.edit', { id: second.id, patch: { environment: 'staging' } })
const [otherSlice] = await valueOf<Slice<'ftp'>[]>('rows.list', { kind: 'ftp', serverIds: [second.id] })
const otherKeys = [`${second.id}/ftp/${otherSlice?.rows[0]?.username}`]
const world: World = {
  serverId: first.id,
  otherServerId: second.id,
  url: first.url,
  token: 'wsp_0000000000000000',
  fingerprint256: first.pin.fingerprint256,
  owner,
  account: username,
  jobId: cron?.rows[0]?.id ?? 0,
  domain: ftp?.rows.find((row) => row.domain !== null)?.domain ?? 'example.com',
  openedFolders: electron.openedPaths,
  dataDir,
  kept: new Map(),
  planId: String(
    (
      await mustCall('bulk.plan', {
        planningId: 'unrun',
        intent: { action: { type: 'ftp.edit', patch: { quotaMb: 777 } }, keys: otherKeys },
      })
    )['id'],
  ),
  runs: {
    credentials: await runOf(
      mustCall,
      { action: { type: 'ftp.password' }, keys },
      { passphrase, confirm: { typed: 'reset' } },
    ),
    conflict: await runOf(mustCall, { action: { type: 'ftp.edit', patch: { quotaMb: 31 } }, keys }, {}, drift),
  },
  passphrase,
  slow: () => {},
}

const results: Record<string, unknown> = {}
for (const name of Object.keys(cases) as MethodName[]) {
  // Here two panels have two certificates. In the contract suite, both servers are the same panel.
  const caseWorld = name === 'servers.trust' ? { ...world, fingerprint256: second.pin?.fingerprint256 ?? '' } : world
  const one = cases[name] as unknown as Case<MethodName>
  const input = one.good(caseWorld)
  const json = JSON.stringify(input)
  const answer = (await call(name, input)) as Answer
  // The check may keep values that later cases use.
  if (answer.ok) one.check(answer.value as never, caseWorld)
  results[name] = {
    trusted: answer.ok ? 'ok' : answer.error?.code,
    fitsContract: answer.ok && methods[name].output.safeParse(answer.value).success,
    childFrame: await callFrom(webContents, frames.childFrame, name, json),
    wrongOrigin: await callFrom(webContents, frames.wrongOrigin, name, json),
    malformed: ((await callFrom(webContents, webContents.mainFrame, name, 'null')) as Answer).error?.code,
  }
}
await finish(
  () => ({ results, openedPaths: electron.openedPaths, dataDir }),
  () => electron.app.quit(),
)
