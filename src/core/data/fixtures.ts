import type { ExportPart } from '../../shared/model/data.ts'
import { exportParts } from '../../shared/model/data.ts'
import { openStorage } from '../storage/storage.ts'
import { activity, makeDataDir, recordingLog, server, startMs } from '../storage/fixtures.ts'
import type { Storage, StoredServer } from '../storage/types.ts'
import { tokenHash } from '../vault/token-hash.ts'
import { type Incoming, merged } from './merge.ts'

/** Data folders for the tests of this folder. */

export const idA = '11111111-1111-4111-8111-111111111111'
export const idB = '22222222-2222-4222-8222-222222222222'
export const idC = '33333333-3333-4333-8333-333333333333'
export const allParts: ReadonlySet<ExportPart> = new Set(exportParts)

/** Opens a data folder that closes and removes itself at the end of a test. */
export function openApp(cleanUp: (work: () => void) => void): Storage & { readonly dir: string } {
  const data = makeDataDir()
  const storage = openStorage({ dataDir: data.dir, nowMs: () => startMs, log: recordingLog() })
  cleanUp(() => {
    storage.close()
    data.remove()
  })
  return { ...storage, dir: data.dir }
}

const view = (id: string, position: number) =>
  ({
    id,
    position,
    kind: 'ftp',
    name: `View ${id}`,
    query: `server:${idA}`,
    sort: [],
    createdAtMs: startMs,
    updatedAtMs: startMs,
  }) as const

/** Fills a data folder with something of everything except saved plans, runs and snapshots. */
export function fillStorage(storage: Storage, more: Partial<StoredServer> = {}): void {
  const pin = {
    fingerprint256: 'AA',
    keyFingerprint256: 'BB',
    subject: 's',
    issuer: 'i',
    validFromMs: 1,
    validToMs: 2,
    selfSigned: true,
    trustedAtMs: 3,
    certificatePem: 'PEM',
  }
  storage.servers.put(server(idA, 0, { pin, tokenMark: { hash: tokenHash('token-a'), setAtMs: startMs }, ...more }))
  storage.servers.put(server(idB, 1, { hasToken: false }))
  storage.notes.put(idA, 4, 'ask Kim')
  storage.facts.put(idA, {
    username: 'lotus',
    role: null,
    version: '1',
    utcOffsetMin: 420,
    utcOffsetAtMs: 1,
    listHasAllowedIps: true,
  })
  storage.record.append({ ...activity(idA, 'first'), atMs: startMs })
  storage.record.append({ ...activity(idA, 'second'), atMs: startMs + 10 })
  storage.views.put({ ...view('v1', 0), sort: [] })
  storage.ipSets.put({
    id: 's1',
    name: 'Office',
    note: '',
    text: '203.0.113.7 # Kim',
    createdAtMs: startMs,
    updatedAtMs: startMs,
  })
  storage.viewsState.put({ lastOpenId: 'v1', untouched: false })
  storage.settings.put({ ...storage.settings.get(), theme: 'dark', ourAddresses: ['203.0.113.7'] })
}

/** Returns everything that an export of this data folder would contain. */
export const exported = (storage: Storage, tokens: Readonly<Record<string, string>> = {}): Incoming => ({
  parts: allParts,
  tables: storage.contents.read(),
  tokens: new Map(Object.entries(tokens)),
})

/** Takes in the data of another folder and returns the effect and the tokens to store. */
export function mergeInto(into: Storage, incoming: Incoming, mode: 'add' | 'replace') {
  const before = into.contents.read()
  const { tables, ...rest } = merged(before, incoming, mode)
  into.contents.replace({ before, after: tables })
  return rest
}
