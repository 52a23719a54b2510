import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileSink } from '../../src/core/log/file-sink.ts'
import { createLogger } from '../../src/core/log/logger.ts'
import { openStorage } from '../../src/core/storage/storage.ts'
import { createOsKeychain } from '../../src/core/vault/os-keychain.ts'
import { createVault } from '../../src/core/vault/vault.ts'
import { lockKeyring, unlockKeyring, skipReason, withKeyring } from './keyring.ts'

const code = (value: string) => expect.objectContaining({ code: value })
let dir = ''
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'wisdeck-keychain-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Asks the keychain in a process without this environment's bus. Returns the answer and how often a timer fired. */
function askWithoutBus(env: Readonly<Record<string, string>>): {
  readonly answer: string
  readonly timerCalls: number
} {
  const module = new URL('../../src/core/vault/os-keychain.ts', import.meta.url).href
  const body = `import { createOsKeychain } from '${module}'
    let timerCalls = 0
    const interval = setInterval(() => { timerCalls += 1 }, 10)
    const answer = await createOsKeychain({ busTimeoutMs: 300 }).setPassword('Wisdeck', 'x', 'never-kept').then(() => 'kept', (e) => e.code)
    clearInterval(interval)
    console.log(JSON.stringify({ answer, timerCalls }))`
  const { DBUS_SESSION_BUS_ADDRESS: _bus, XDG_RUNTIME_DIR: _run, ...rest } = process.env
  const child = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', body], {
    encoding: 'utf8',
    env: { ...rest, ...env },
    timeout: 15_000,
  })
  return JSON.parse(child.stdout) as ReturnType<typeof askWithoutBus>
}

describe.skipIf(process.platform !== 'linux')('without a keychain (Linux only)', () => {
  it('reports a missing bus, and does not fall back to the kernel’s keyring', () => {
    expect(askWithoutBus({}).answer).toBe('vault.unavailable')
    expect(askWithoutBus({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }).answer).toBe('vault.unavailable')
  })
  it('does not block on a bus that never answers', async () => {
    const path = join(dir, 'bus')
    const body = `require('node:net').createServer(() => 0).listen(${JSON.stringify(path)}, () => console.log('up'))`
    const bus = spawn(process.execPath, ['-e', body], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => bus.stdout.once('data', resolve))
    const { answer, timerCalls } = askWithoutBus({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })
    bus.kill('SIGKILL')
    expect(answer).toBe('vault.unavailable')
    expect(timerCalls).toBeGreaterThan(1)
  })
})

describe.skipIf(!withKeyring)(`the real keyring${skipReason}`, () => {
  const keychain = createOsKeychain({ timeoutMs: 10_000 })
  const account = randomUUID()

  it('sets, gets, replaces and deletes', async () => {
    expect(await keychain.getPassword('Wisdeck', account)).toBeNull()
    await keychain.setPassword('Wisdeck', account, 'wsp_01')
    await keychain.setPassword('Wisdeck', account, 'wsp_02 ü ✓')
    expect(await keychain.getPassword('Wisdeck', account)).toBe('wsp_02 ü ✓')
    expect(await keychain.deletePassword('Wisdeck', account)).toBe(true)
    expect(await keychain.deletePassword('Wisdeck', account)).toBe(false)
    expect(await keychain.getPassword('Wisdeck', account)).toBeNull()
  })

  describe('through the vault', () => {
    const token = `wsp_${randomUUID().replaceAll('-', '')}`

    /** Opens a data folder with everything that writes to it, as the app does. */
    async function openAll() {
      const sink = createFileSink({ dir: join(dir, 'logs') })
      const log = createLogger({ sink, level: 'debug', nowMs: Date.now })
      const storage = openStorage({ dataDir: dir, nowMs: Date.now, log })
      const vault = await createVault({
        keychain,
        dataDir: dir,
        choice: storage.vaultChoice,
        profileIds: () => [account],
        guard: log.guard,
        nowMs: Date.now,
      })
      const close = (): void => {
        vault.close()
        storage.close()
        sink.close()
      }
      return { vault, log, close }
    }

    it('survives a restart, notices a missing entry, and leaves no token in the data folder', async () => {
      const first = await openAll()
      expect(await first.vault.status()).toMatchObject({ kind: 'keychain', keychainAvailable: true })
      await first.vault.put(account, token)
      first.close()
      const second = await openAll()
      expect(await second.vault.use(account, (secret) => secret === token)).toBe(true)
      second.log.info('test.said', { text: `the token is ${token}`, token })
      await keychain.deletePassword('Wisdeck', account)
      await second.vault.lock()
      await expect(second.vault.use(account, () => 0)).rejects.toThrow(code('vault.missing'))
      await second.vault.put(account, token)
      await second.vault.choose({ kind: 'passphrase', passphrase: 'correct horse' })
      expect(await keychain.getPassword('Wisdeck', account)).toBeNull()
      expect(await second.vault.use(account, (secret) => secret === token)).toBe(true)
      await second.vault.choose({ kind: 'keychain' })
      expect(await keychain.getPassword('Wisdeck', account)).toBe(token)
      expect(filesWith(token, dir)).toEqual([])
      await second.vault.forget(account)
      second.close()
      expect(await keychain.getPassword('Wisdeck', account)).toBeNull()
      expect(filesWith(token, dir)).toEqual([])
    })

    it('reports that the collection is locked, and works again after unlocking', async () => {
      const { vault, close } = await openAll()
      await vault.put(account, token)
      await vault.lock()
      lockKeyring()
      try {
        await expect(vault.use(account, () => 0)).rejects.toThrow(code('vault.locked'))
        expect(await vault.status()).toMatchObject({ kind: 'keychain', locked: true, keychainAvailable: true })
      } finally {
        unlockKeyring()
      }
      await vault.unlock('')
      expect(await vault.use(account, (secret) => secret === token)).toBe(true)
      await vault.forget(account)
      close()
    })
  })
})

/** Lists every file below a folder that contains this text, in plain form, in base64 or in hex. */
function filesWith(secret: string, root: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const forms = [bytes, Buffer.from(bytes.toString('base64').slice(0, -4)), Buffer.from(bytes.toString('hex'))]
  const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = names.map((entry) => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThan(2)
  return files.filter((path) => forms.some((form) => readFileSync(path).includes(form)))
}
