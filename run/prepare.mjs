/** Set-up: installs the packages of the lock file and builds the sources. Both steps are skipped if nothing changed. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { say, step } from './process.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const modulesStamp = join(modules, '.wisdeck-stamp')
const buildStamp = join(root, 'out', '.wisdeck-stamp')
const nodeBinDir = join(modules, 'node', 'bin')

/** The entry files of the project's tools, so that they run without a shell or a .cmd file. */
export const tools = {
  'electron-vite': join(modules, 'electron-vite/bin/electron-vite.js'),
  eslint: join(modules, 'eslint/bin/eslint.js'),
  playwright: join(modules, '@playwright/test/cli.js'),
  prettier: join(modules, 'prettier/bin/prettier.cjs'),
  // The compiler in native code takes a fifth of the time. It has no interface yet that vue-tsc and eslint could use.
  tsc: join(modules, 'typescript-native/bin/tsc'),
  vitest: join(modules, 'vitest/vitest.mjs'),
  'vue-tsc': join(modules, 'vue-tsc/bin/vue-tsc.js'),
}

function readStamp(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/**
 * Returns how to run npm: by its own script if npm started this process (always so with `npm run`), else by the npm on
 * PATH.
 */
export function npmCommand() {
  const script = process.env.npm_execpath ?? ''
  if (script.endsWith('npm-cli.js')) return [process.execPath, [script]]
  return process.platform === 'win32' ? ['cmd.exe', ['/c', 'npm']] : ['npm', []]
}

async function installPackages() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const stamp = createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex')
  if (readStamp(modulesStamp) === stamp) return
  // An interrupted installation must not be taken for the last complete one.
  rmSync(modulesStamp, { force: true })
  const [program, args] = npmCommand()
  // Windows cannot delete a program that is running. There, the packages are updated in place.
  const verb = process.platform === 'win32' && process.execPath.startsWith(modules) ? 'install' : 'ci'
  await step(
    `installing the packages of package-lock.json (npm ${verb})`,
    program,
    [...args, verb, '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: root, env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' } },
  )
  writeFileSync(modulesStamp, stamp)
}

/**
 * Returns Node 24 from the project's packages. Returns the current Node if that package has no binary for this machine.
 */
function findNode() {
  const own = join(nodeBinDir, process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(own)) return own
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Error('Node 24 could not be installed for this machine; install it and run the command again')
}

/** Installs the packages. Resolves with what child processes need: {node, env}. */
export async function prepare() {
  await installPackages()
  const node = findNode()
  const path = [dirname(node), join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter)
  const env = { ...process.env, PATH: path }
  // On Windows the variable may be spelled Path. If an environment has both spellings, it is not defined which one is
  // used.
  for (const name of Object.keys(env)) if (name !== 'PATH' && name.toUpperCase() === 'PATH') delete env[name]
  return { node, env }
}

function hashSources() {
  const hash = createHash('sha256')
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts') && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  for (const file of [
    ...sources.sort(),
    ...['electron.vite.config.ts', 'package-lock.json', 'package.json'].map((name) => join(root, name)),
  ]) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** Builds into out/ unless the sources have not changed since the last build. */
export async function build({ node, env }) {
  const stamp = hashSources()
  const products = ['main/index.js', 'main/web.js', 'preload/index.cjs', 'renderer/index.html'].map((name) =>
    join(root, 'out', name),
  )
  if (readStamp(buildStamp) === stamp && products.every((product) => existsSync(product))) return
  // An interrupted build must not be taken for the last complete one.
  rmSync(buildStamp, { force: true })
  await step('building (electron-vite build)', node, [tools['electron-vite'], 'build', '--logLevel', 'warn'], {
    cwd: root,
    env,
  })
  mkdirSync(dirname(buildStamp), { recursive: true })
  writeFileSync(buildStamp, stamp)
  say('built into out/')
}
