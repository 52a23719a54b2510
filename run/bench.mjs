/**
 * bench NAME: measurements that take minutes. Each is a program in `bench/`, which is a package of its own.
 * `bench check` type checks and lints them.
 */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, npmCommand, prepare, root, tools } from './prepare.mjs'
import { run, step } from './process.mjs'
import { needBrowser } from './test-tools.mjs'

const folder = join(root, 'bench')

/**
 * Installs the packages of `source` into `target`, from the lock file in `source` and without running install scripts.
 * Does nothing if that lock file is already installed there.
 */
async function installPeers(source, target = source) {
  const files = ['package.json', 'package-lock.json', '.npmrc']
  const stamp = createHash('sha256')
    .update(readFileSync(join(source, 'package-lock.json')))
    .digest('hex')
  const stampFile = join(target, 'node_modules', '.wisdeck-stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  rmSync(stampFile, { force: true })
  if (target !== source) {
    mkdirSync(target, { recursive: true })
    for (const file of files) copyFileSync(join(source, file), join(target, file))
  }
  const [program, args] = npmCommand()
  await step(
    'installing the libraries to compare with (npm ci)',
    program,
    [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: target },
  )
  writeFileSync(stampFile, stamp)
}

/**
 * What a benchmark needs in addition to the app's packages. Each function resolves with additions to the environment.
 */
const needs = {
  limiter: () => installPeers(folder),
  async start(toolchain) {
    await build(toolchain)
    return { WISDECK_CHROMIUM: await needBrowser(toolchain) }
  },
  async table(toolchain) {
    await installPeers(folder)
    const nuxtUi = join(root, '.cache', 'bench', 'nuxt-ui')
    await installPeers(join(folder, 'table', 'nuxt-ui'), nuxtUi)
    return { WISDECK_CHROMIUM: await needBrowser(toolchain), WISDECK_NUXT_UI: nuxtUi }
  },
}

/** Type checks and lints `bench/`. `npm test` leaves it out because its packages are not installed there. */
async function check({ node, env }) {
  await installPeers(folder)
  const types = await run(node, [tools['vue-tsc'], '-p', join(folder, 'tsconfig.json')], { env, cwd: root })
  const lint = [tools.eslint, '--max-warnings', '0', '--config', join(folder, 'eslint.config.js'), 'bench']
  return Math.max(types, await run(node, lint, { env, cwd: root }))
}

/** Runs bench/NAME.ts with the remaining arguments, or checks all benchmarks. Throws if there is no such benchmark. */
export async function bench([name, ...args]) {
  if (name === 'check') return check(await prepare())
  const program = join(folder, `${name}.ts`)
  if (!/^[a-z-]+$/.test(name ?? '') || !existsSync(program)) {
    const known = readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -3))
    throw new Error(`no such benchmark: ${name ?? '(none named)'} (there are ${known.join(', ')}, and check)`)
  }
  const toolchain = await prepare()
  const { node, env } = toolchain
  return run(node, [program, ...args], { env: { ...env, ...(await needs[name]?.(toolchain)) }, cwd: root })
}
