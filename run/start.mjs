/** start, demo and serve: run the app in a shell that is available. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findElectron } from './electron.mjs'
import { build, prepare, root } from './prepare.mjs'
import { isStopping, run, say } from './process.mjs'

const webShell = join(root, 'out', 'main', 'web.js')
/** If Electron ends with an error before this time, it never showed a window: a library or a sandbox is missing. */
const stillbornMs = 10_000
/**
 * The exit code with which Wisdeck ends after it has reported a fatal error (src/main/boot.ts). Another shell would
 * fail too.
 */
const gaveUpCode = 70

async function ready() {
  const toolchain = await prepare()
  await build(toolchain)
  return toolchain
}

/** Runs Electron. Resolves with its exit code, or null if it never started. */
async function runElectron(binary, args, env) {
  const startedAt = Date.now()
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env
  const code = await run(binary, [root, ...args], { env: rest }).catch(() => 127)
  const wasOurs = code === 0 || code === gaveUpCode || isStopping()
  return wasOurs || Date.now() - startedAt >= stillbornMs ? code : null
}

/** Opens the app with Electron, or else in a browser window of its own, and says why in one line. */
async function open(args) {
  const toolchain = await ready()
  const electron = await findElectron(toolchain)
  let { reason } = electron
  if (electron.binary) {
    const code = await runElectron(electron.binary, args, toolchain.env)
    if (code !== null) return code
    reason = 'Electron did not come up on this machine'
  }
  say(`no Electron window: ${reason}; serving the page on 127.0.0.1 to a browser instead`)
  return run(toolchain.node, [webShell, '--open', ...args], { env: toolchain.env })
}

export function start(args) {
  return open(args)
}

/** Runs `use` with a data folder that is deleted at the end, unless the caller names one. */
function withDataDir(args, use) {
  if (args.some((arg) => arg === '--data-dir' || arg.startsWith('--data-dir='))) return use(args)
  const dir = mkdtempSync(join(tmpdir(), 'wisdeck-demo-'))
  // The folder is deleted on exit, however the process ends: Ctrl-C between two programs ends it at once.
  process.once('exit', () => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))
  return use([`--data-dir=${dir}`, ...args])
}

export function demo(args) {
  return withDataDir(['--demo', ...args], async (all) => {
    if (!args.includes('--once')) return open(all)
    const { node, env } = await ready()
    return run(node, [webShell, ...all], { env })
  })
}

export async function serve(args) {
  const { node, env } = await ready()
  return run(node, [webShell, ...args], { env })
}
