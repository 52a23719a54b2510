/** bench NAME: measurements that take minutes, each a program of its own in test/bench. */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, npmCommand, prepare, root } from './prepare.mjs'
import { run, step } from './process.mjs'
import { needBrowser } from './test-tools.mjs'

const folder = join(root, 'test', 'bench')

/**
 * Packages that only a bench wants, apart from the app's: installed from the lock file of their folder, and never their
 * scripts.
 */
async function installPeers(source, target) {
  const files = ['package.json', 'package-lock.json', '.npmrc']
  const stamp = createHash('sha256')
    .update(readFileSync(join(source, 'package-lock.json')))
    .digest('hex')
  const stampFile = join(target, '.wisdeck-stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  rmSync(stampFile, { force: true })
  mkdirSync(target, { recursive: true })
  for (const file of files) copyFileSync(join(source, file), join(target, file))
  const [program, args] = npmCommand()
  await step(
    'installing what the bench compares with (npm ci)',
    program,
    [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: target },
  )
  writeFileSync(stampFile, stamp)
}

/** What a bench wants besides packages; returns additions to its environment. */
const needs = {
  async start(toolchain) {
    await build(toolchain)
    return { WISDECK_CHROMIUM: await needBrowser(toolchain) }
  },
  async table(toolchain) {
    const peers = join(root, '.cache', 'bench', 'nuxt-ui')
    await installPeers(join(folder, 'table', 'nuxt-ui'), peers)
    return { WISDECK_CHROMIUM: await needBrowser(toolchain), WISDECK_NUXT_UI: peers }
  },
}

/** Runs test/bench/NAME.ts with the rest of the arguments. Throws where there is no such bench. */
export async function bench([name, ...args]) {
  const program = join(folder, `${name}.ts`)
  if (!/^[a-z-]+$/.test(name ?? '') || !existsSync(program)) {
    const known = readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -3))
    throw new Error(`no such bench: ${name ?? '(none named)'} (there are ${known.join(', ')})`)
  }
  const toolchain = await prepare()
  const { node, env } = toolchain
  return run(node, [program, ...args], { env: { ...env, ...(await needs[name]?.(toolchain)) }, cwd: root })
}
