import { onTestFinished, expect, test } from 'vitest'
import { createActivity } from '../activity/activity.ts'
import { systemClock } from '../clock.ts'
import { createLimiter } from '../limiter/limiter.ts'
import { createConnections } from '../connections/connections.ts'
import { migrations } from '../storage/migrations.ts'
import { recordingLog, server, startMs } from '../storage/fixtures.ts'
import { fakeKeychain } from '../vault/fixtures.ts'
import { tokenHash } from '../vault/token-hash.ts'
import { createVault } from '../vault/vault.ts'
import { allParts, idA, openApp } from './fixtures.ts'
import { createDataHandlers } from './handlers.ts'
import { sealExport } from './sealed-export.ts'

const passphrase = 'correct horse battery'

test('a token without a mark gets one before another token may replace it', async () => {
  const [storage, theirs] = [openApp(onTestFinished), openApp(onTestFinished)]
  const [log, clock] = [recordingLog(), systemClock()]
  const vault = await createVault({
    keychain: fakeKeychain(),
    dataDir: storage.dir,
    choice: storage.vaultChoice,
    profileIds: () => [],
    guard: () => undefined,
    nowMs: () => startMs,
  })
  storage.servers.put(server(idA))
  await vault.put(idA, 'token-1')
  theirs.servers.put(server(idA, 0, { url: 'https://elsewhere.example.com/api/v1', updatedAtMs: startMs + 9 }))
  const cargo = {
    parts: allParts,
    contents: { schema: migrations.length, tables: theirs.contents.read() },
    tokens: new Map([[idA, 'token-2']]),
  }
  const text = await sealExport(cargo, { by: '1.2.3', atMs: startMs }, passphrase, 1024)

  const marks: unknown[] = []
  const putAll: typeof vault.putAll = (tokens, commit) => {
    marks.push(storage.servers.get(idA)?.tokenMark)
    return vault.putAll(tokens, commit)
  }
  const limiter = createLimiter({ clock })
  onTestFinished(() => limiter.close())
  const connections = createConnections({ storage, vault, limiter, clock, log })
  const activity = createActivity({ storage, clock, emit: () => undefined, actor: 'ana', log })
  const handlers = createDataHandlers({
    storage,
    vault: { ...vault, putAll },
    connections,
    activity,
    clock,
    log,
    reload: () => undefined,
    version: '1.2.3',
  })
  await handlers['data.import']({ text, passphrase, mode: 'add' })
  expect(marks).toEqual([{ hash: tokenHash('token-1'), setAtMs: null }])
  expect(storage.servers.get(idA)?.tokenMark).toEqual({ hash: tokenHash('token-2'), setAtMs: null })
})
