/**
 * Runs all checks. After the build, the checks that only read the sources run beside the unit tests, which wait now and
 * then for a process or a timer. The browser tests come last. A failed step ends the run. The last line is always the
 * total.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { build, prepare, root, tools } from './prepare.mjs'
import { run, runQuiet, say } from './process.mjs'
import { needBrowser, needSecretService } from './test-tools.mjs'

const cacheDir = join(root, '.cache')
const vitestReport = join(cacheDir, 'vitest.json')
const playwrightReport = join(cacheDir, 'playwright.json')

const seconds = (startedAt) => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`

function typeCheck({ node, env }, args) {
  const check = (tool, project) => ({
    name: `types of ${project}`,
    run: () => runQuiet(node, [tools[tool], '-p', project, ...args], { env, cwd: root }),
  })
  return [check('vue-tsc', 'tsconfig.web.json'), check('tsc', 'tsconfig.node.json'), check('tsc', 'tsconfig.e2e.json')]
}

/**
 * Makes a check by a tool that reads files: all files unless some are named. The tool takes the results of unchanged
 * files from its cache.
 */
function fileCheck(name, flags) {
  return ({ node, env }, args) => {
    const cache = ['--cache', '--cache-strategy', 'content', '--cache-location', join(cacheDir, name)]
    const files = args.length > 0 ? args : ['.']
    return [{ name, run: () => runQuiet(node, [tools[name], ...flags, ...cache, ...files], { env, cwd: root }) }]
  }
}

/** Stages whose programs only read the sources. Each returns its parts, the longest first. */
const checks = {
  lint: fileCheck('eslint', ['--max-warnings', '0']),
  types: typeCheck,
  format: fileCheck('prettier', ['--check', '--log-level', 'warn']),
}

/** Runs a part and prints its output in one block when it ends. Resolves with its exit code. */
async function runPart({ name, run: runIt }) {
  const startedAt = Date.now()
  const { code, output } = await runIt().catch((error) => ({ code: 1, output: `${error.message}\n` }))
  say(`${name} ${code === 0 ? 'passed' : `failed (${code})`} in ${seconds(startedAt)}`)
  process.stdout.write(output)
  return code
}

/** Runs as many parts at once as there are cores. All parts run, so that one failure does not hide another. */
async function runParts(parts) {
  const waiting = [...parts]
  const codes = []
  const takeNext = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) codes.push(await runPart(part))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, takeNext))
  return Math.max(0, ...codes)
}

async function runUnit(toolchain, args) {
  const wrapper = await needSecretService()
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`]
  const [program, ...rest] = [...wrapper, toolchain.node, tools.vitest, 'run', ...reporters, ...args]
  return run(program, rest, { env: { ...toolchain.env, WISDECK_TEST_KEYRING: '1' }, cwd: root })
}

/** Returns the commit at which this branch left main, or on main itself the last commit. */
async function findBase() {
  for (const main of ['main', 'origin/main']) {
    const { code, output } = await runQuiet('git', ['merge-base', 'HEAD', main], { cwd: root })
    if (code === 0) return output.trim()
  }
  throw new Error('quick compares with the branch main or origin/main: there is neither')
}

const stages = {
  ...Object.fromEntries(
    Object.entries(checks).map(([name, partsOf]) => [name, (toolchain, args) => runParts(partsOf(toolchain, args))]),
  ),

  build: (toolchain) => build(toolchain).then(() => 0),

  checks: (toolchain) => runParts(Object.values(checks).flatMap((partsOf) => partsOf(toolchain, []))),

  unit: runUnit,

  async e2e(toolchain, args) {
    const browser = await needBrowser(toolchain)
    const env = { ...toolchain.env, WISDECK_CHROMIUM: browser, WISDECK_E2E_REPORT: playwrightReport }
    return run(toolchain.node, [tools.playwright, 'test', ...args], { env, cwd: root })
  },

  /** Runs the unit tests that a change since `main` affects, whether the change is committed or not. */
  async changed(toolchain, args) {
    return runUnit(toolchain, ['--changed', await findBase(), '--passWithNoTests', ...args])
  },
}

/** Steps of a run, each with the stages that run side by side. Unit and browser tests load the built shells. */
const runs = {
  all: [['build'], ['checks', 'unit'], ['e2e']],
  quick: [['build'], ['checks', 'changed']],
  unit: [['build'], ['unit']],
  changed: [['build'], ['changed']],
  e2e: [['build'], ['e2e']],
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

/**
 * Adds up the reports of both test runners. A stage that failed without a failed test (types, a file that does not
 * load) counts as one failure.
 */
function sumUp(stageFailed) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  const unit = readReport(vitestReport)
  if (unit) {
    sum.passed += unit.numPassedTests
    sum.failed += unit.numFailedTests
    sum.skipped += unit.numPendingTests + unit.numTodoTests
  }
  const e2e = readReport(playwrightReport)
  if (e2e) {
    sum.passed += e2e.stats.expected
    sum.failed += e2e.stats.unexpected + e2e.stats.flaky
    sum.skipped += e2e.stats.skipped
  }
  if (stageFailed && sum.failed === 0) sum.failed = 1
  return `${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`
}

async function runStage(name, toolchain, args) {
  say(`${name} …`)
  const startedAt = Date.now()
  const code = await stages[name](toolchain, args).catch((error) => {
    say(error.message)
    return 1
  })
  say(`${name} ${code === 0 ? 'passed' : `failed (${code})`} in ${seconds(startedAt)}`)
  return code
}

/**
 * Runs tests. `npm test` runs everything. `npm test -- quick` runs the checks and the unit tests that a change affects.
 * `npm test -- unit src/web` runs one stage and passes the other arguments on to its tool.
 */
export async function test(args) {
  const [name = 'all', ...rest] = args
  const known = { ...Object.fromEntries(Object.keys(stages).map((stage) => [stage, [[stage]]])), ...runs }
  if (!Object.hasOwn(known, name))
    throw new Error(`no such stage: ${name} (there are ${Object.keys(known).join(', ')})`)
  const toolchain = await prepare()
  mkdirSync(cacheDir, { recursive: true })
  for (const report of [vitestReport, playwrightReport]) rmSync(report, { force: true })
  let code = 0
  for (const step of known[name]) {
    code = Math.max(...(await Promise.all(step.map((stage) => runStage(stage, toolchain, rest)))))
    if (code !== 0) break
  }
  process.stdout.write(`${sumUp(code !== 0)}\n`)
  return code
}
