/**
 * Finds Electron, or the reason why it cannot be used. Its npm package contains no binary; the binary is downloaded
 * when it is first needed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './prepare.mjs'
import { runQuiet, say } from './process.mjs'

const home = join(root, 'node_modules', 'electron')
const missedFile = join(root, '.cache', 'electron-missed.json')
const fetchLimitMs = 60_000
const retryAfterMs = 24 * 60 * 60 * 1000

function installedBinary() {
  const pathFile = join(home, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(home, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}

function electronVersion() {
  return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version
}

/** Tells whether downloading this version failed within the last day, so that not every start waits a minute for it. */
function missedLately() {
  try {
    const missed = JSON.parse(readFileSync(missedFile, 'utf8'))
    return missed.version === electronVersion() && Date.now() - missed.atMs < retryAfterMs
  } catch {
    return false
  }
}

/** Returns why Electron cannot show a window here, even with its binary, or null. */
function whyNot() {
  if (process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display here'
  // Electron does not run as root unless its sandbox is switched off, which Wisdeck never does.
  return process.getuid() === 0 ? 'Electron does not run as root' : null
}

/** Resolves with {binary}, or with {reason}, a short clause that says why Electron cannot show a window here. */
export async function findElectron(toolchain) {
  const reason = whyNot()
  return reason === null ? fetchElectron(toolchain) : { reason }
}

/**
 * Finds or downloads the files of Electron, whether or not it could show a window. Resolves with {binary, dist}, where
 * dist is the folder as it is packaged, or with {reason}.
 */
export async function fetchElectron({ node, env }) {
  const found = installedBinary()
  const dist = join(home, 'dist')
  if (found !== null) return { binary: found, dist }
  if (missedLately())
    return { reason: `Electron could not be fetched earlier today (delete ${missedFile} to try again)` }
  say(`fetching Electron ${electronVersion()}, once (about 110 MB, for at most a minute)`)
  const { code } = await runQuiet(node, [join(home, 'install.js')], { cwd: home, env, limitMs: fetchLimitMs })
  const binary = code === 0 ? installedBinary() : null
  if (binary !== null) {
    rmSync(missedFile, { force: true })
    return { binary, dist }
  }
  mkdirSync(dirname(missedFile), { recursive: true })
  writeFileSync(missedFile, JSON.stringify({ version: electronVersion(), atMs: Date.now() }))
  return { reason: code === 124 ? 'fetching Electron took too long' : 'Electron could not be fetched' }
}
