/**
 * The programs that the tests need: a browser and a secret service. Each is found, or else installed, or else the user
 * is asked to install it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, tools } from './prepare.mjs'
import { onPath, runQuiet, say, step } from './process.mjs'

const installLimitMs = 180_000

function canUseApt() {
  return process.platform === 'linux' && process.getuid() === 0 && onPath('apt-get')
}

async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await step('updating the package lists (apt-get update)', 'apt-get', ['update', '-q'], { env })
  await step(
    `installing ${packages.join(', ')} (apt-get)`,
    'apt-get',
    ['install', '-yq', '--no-install-recommends', ...packages],
    { env },
  )
}

/** Returns the path of a browser of the Chromium family, found as the browser tests find it, or '' for none. */
async function detectBrowser({ node, env }) {
  const { code, output } = await runQuiet(
    node,
    ['--disable-warning=ExperimentalWarning', join(root, 'test', 'browser.ts')],
    { env, cwd: root },
  )
  return code === 0 ? output.trim() : ''
}

/**
 * Resolves with the path of a browser; rejects with what to do where none can be had. Where Debian's packages can be
 * installed, its headless shell is preferred to a browser that is there, and its whole Chromium to none.
 */
export async function needBrowser(toolchain) {
  const { node, env } = toolchain
  const tryApt = (name) => aptInstall([name]).catch(({ message }) => say(message))
  if (!env.WISDECK_CHROMIUM && !onPath('chromium-headless-shell') && canUseApt())
    await tryApt('chromium-headless-shell')
  const found = await detectBrowser(toolchain)
  if (found) return found
  say("installing Playwright's Chromium (playwright install chromium)")
  const options = { env, cwd: root, limitMs: installLimitMs }
  const fetched = await runQuiet(node, [tools.playwright, 'install', 'chromium'], options)
  if (fetched.code !== 0 && canUseApt()) await tryApt('chromium')
  const installed = await detectBrowser(toolchain)
  if (installed) return installed
  throw new Error('the browser tests need Chromium, Chrome or Edge: install one, or name it in WISDECK_CHROMIUM')
}

/**
 * Returns what to put before the command of the unit tests so that they have a keychain: on Linux their own secret
 * service, elsewhere nothing. If there is none, rejects with advice for the user.
 */
export async function needSecretService() {
  if (process.platform !== 'linux') return []
  const complete = () => onPath('dbus-run-session') && onPath('gnome-keyring-daemon')
  if (!complete() && canUseApt()) await aptInstall(['dbus', 'gnome-keyring'])
  if (!complete()) {
    throw new Error(
      'the keychain tests need dbus-run-session and gnome-keyring-daemon: install the packages dbus and gnome-keyring',
    )
  }
  const wrapper = join(root, 'test', 'keyring.sh')
  if (!existsSync(wrapper)) throw new Error(`${wrapper} is missing`)
  return ['sh', wrapper]
}
