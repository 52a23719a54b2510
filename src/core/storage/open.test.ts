import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { server } from './fixtures.ts'
import { code, useDataFolder } from './folder.fixture.ts'

const { dir, file, open, fill } = useDataFolder()

/** Returns the arguments for Node that run a piece of code against this folder in another process. */
const child = (body: string): readonly string[] => {
  const opener = new URL('./storage.ts', import.meta.url).href
  const fixtures = new URL('./fixtures.ts', import.meta.url).href
  const head = `import { openStorage } from '${opener}'; import { server, recordingLog, activity } from '${fixtures}';
    const open = () => openStorage({ dataDir: ${JSON.stringify(dir())}, nowMs: Date.now, log: recordingLog() });`
  return ['--input-type=module-typescript', '-e', head + body]
}

describe('one instance at a time', () => {
  it('refuses a second instance in this process and in another', () => {
    const first = open()
    expect(() => open()).toThrow(code('storage.in-use'))
    const second = spawnSync(process.execPath, child(`try { open() } catch (e) { console.log(e.code) }`), {
      encoding: 'utf8',
    })
    expect(second.stderr + second.stdout.trim()).toBe('storage.in-use')
    first.servers.put(server('a'))
    first.close()
    expect(open().servers.list()).toHaveLength(1)
  })
  it('is released by kill -9, and the written data is there', async () => {
    const body = `const s = open(); s.servers.put(server('a')); s.record.append(activity('a', 'x')); console.log('ready'); setInterval(() => 0, 1000)`
    const other = spawn(process.execPath, [...child(body)], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    expect(() => open()).toThrow(code('storage.in-use'))
    other.kill('SIGKILL')
    await once(other, 'exit')
    const storage = open()
    expect(storage.notice).toBeNull()
    expect(storage.servers.list().map(({ id }) => id)).toEqual(['a'])
    expect(storage.record.list({ limit: 5 })).toHaveLength(1)
  })
  it('lasts until it is released, although nothing refers to the storage', () => {
    const body = `open(); gc(); setTimeout(() => { gc(); try { open() } catch (e) { console.log(e.code) } }, 0)`
    const other = spawnSync(process.execPath, ['--expose-gc', ...child(body)], { encoding: 'utf8' })
    expect(other.stdout.trim()).toBe('storage.in-use')
  })
  it('is not blocked by an invalid lock file', () => {
    mkdirSync(dir(), { recursive: true })
    writeFileSync(file('lock.db'), 'locked by Bob, do not touch!'.repeat(10))
    expect(open().notice).toBeNull()
  })
  it('releases the folder if opening fails', () => {
    fill()
    const db = new DatabaseSync(file('wisdeck.db'))
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => open()).toThrow(code('storage.newer'))
    expect(() => open()).toThrow(code('storage.newer'))
  })
})

describe('a disk that refuses writes', () => {
  it('is reported as read-only', () => {
    fill()
    // Root may write anywhere, so the other process runs as nobody.
    const body = `try { open() } catch (e) { console.log(e.code) }`
    chmodSync(dir(), 0o555)
    chmodSync(join(dir(), '..'), 0o755)
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const other = spawnSync(process.execPath, [...child(body)], { encoding: 'utf8', ...asNobody })
    chmodSync(dir(), 0o700)
    expect(other.stdout.trim()).toBe('storage.read-only')
  })
  it('is reported as read-only if the folder is a file', () => {
    writeFileSync(dir(), '')
    expect(() => open()).toThrow(code('storage.read-only'))
  })
})
