/**
 * All checks in one order, cheapest first; the first stage that fails ends the run. The last line is always the sum.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, prepare, root, tools } from './prepare.mjs'
import { run, say } from './process.mjs'
import { needBrowser, needSecretService } from './test-tools.mjs'

const vitestReport = join(root, '.cache', 'vitest.json')
const playwrightReport = join(root, '.cache', 'playwright.json')

const stages = {
  async types({ node, env }, args) {
    const check = (tool, project) => run(node, [tools[tool], '-p', project, ...args], { env, cwd: root })
    const codes = await Promise.all([
      check('tsc', 'tsconfig.node.json'),
      check('vue-tsc', 'tsconfig.web.json'),
      check('tsc', 'tsconfig.e2e.json'),
    ])
    return Math.max(...codes)
  },

  lint: ({ node, env }, args) =>
    run(node, [tools.eslint, '--max-warnings', '0', ...(args.length > 0 ? args : ['.'])], { env, cwd: root }),

  format: ({ node, env }, args) => {
    const cache = ['--cache', '--cache-location', join(root, '.cache', 'prettier')]
    return run(node, [tools.prettier, '--check', ...cache, ...(args.length > 0 ? args : ['.'])], { env, cwd: root })
  },

  async build(toolchain) {
    await build(toolchain)
    return 0
  },

  async unit(toolchain, args) {
    // Some suites load the built shells.
    await build(toolchain)
    const wrapper = await needSecretService()
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`]
    const [program, ...rest] = [...wrapper, toolchain.node, tools.vitest, 'run', ...reporters, ...args]
    return run(program, rest, { env: { ...toolchain.env, WISDECK_TEST_KEYRING: '1' }, cwd: root })
  },

  async e2e(toolchain, args) {
    await build(toolchain)
    const browser = await needBrowser(toolchain)
    const env = { ...toolchain.env, WISDECK_CHROMIUM: browser, WISDECK_E2E_REPORT: playwrightReport }
    return run(toolchain.node, [tools.playwright, 'test', ...args], { env, cwd: root })
  },
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

/**
 * Adds up both runners' reports. A stage that failed without a failed test (types, a file that does not load) counts as
 * one.
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
  say(`${name} ${code === 0 ? 'passed' : `failed (${code})`} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  return code
}

/** `npm test` runs every stage; `npm test -- unit src/web` one of them, with the rest passed on to its tool. */
export async function test(args) {
  const [only, ...rest] = args
  if (only !== undefined && !Object.hasOwn(stages, only)) {
    throw new Error(`no such stage: ${only} (there are ${Object.keys(stages).join(', ')})`)
  }
  const toolchain = await prepare()
  mkdirSync(join(root, '.cache'), { recursive: true })
  for (const report of [vitestReport, playwrightReport]) rmSync(report, { force: true })
  let code = 0
  for (const name of only === undefined ? Object.keys(stages) : [only]) {
    code = await runStage(name, toolchain, rest)
    if (code !== 0) break
  }
  process.stdout.write(`${sumUp(code !== 0)}\n`)
  return code
}
