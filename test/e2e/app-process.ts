import { spawn, type ChildProcess } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createFolder } from '../kit/app.ts'
import { type AppUnderTest, appAt, test as base, useApp } from './app.ts'

/** The built loopback shell in a process of its own. */
export interface AppProcess extends AppUnderTest {
  /** What the process has printed so far on both streams. */
  output(): string
  stop(signal?: NodeJS.Signals): Promise<void>
}

async function readReady(file: string, child: ChildProcess): Promise<{ url: string; key: string }> {
  for (let waitedMs = 0; waitedMs < 15_000; waitedMs += 25) {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as { url: string; key: string }
    } catch {
      if (child.exitCode !== null) break
      await pause(25)
    }
  }
  throw new Error('The app did not come up')
}

/** This environment without access to a secret service. */
function withoutKeychain(): NodeJS.ProcessEnv {
  const { DBUS_SESSION_BUS_ADDRESS: _, ...rest } = process.env
  return { ...rest, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }
}

/** Starts the built shell, on a new data folder unless a folder is given. */
export async function startAppProcess(folder?: string): Promise<AppProcess> {
  const dataDir = folder ?? (await createFolder())
  const readyFile = join(dataDir, 'ready.json')
  await rm(readyFile, { force: true })
  const shell = resolve(process.env['WISDECK_OUT'] ?? 'out', 'main/web.js')
  const child = spawn(process.execPath, [shell, '--data-dir', dataDir, '--port', '0', '--ready-file', readyFile], {
    env: withoutKeychain(),
    stdio: 'pipe',
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const { url, key } = await readReady(readyFile, child).catch((thrown: unknown) => {
    throw new Error(`${String(thrown)}\n${printed}`)
  })
  const stop: AppProcess['stop'] = async (signal = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise((done) => child.once('exit', done))
    child.kill(signal)
    await exited
  }
  return { ...appAt({ url, key, dataDir, stop }), stop, output: () => printed }
}

/** For tests of the built shell itself: start and end of its process, what it prints and what it leaves behind. */
export const test = base.extend<{ freshApp: AppProcess }>({
  freshApp: ({}, use) => useApp(() => startAppProcess(), use),
})
