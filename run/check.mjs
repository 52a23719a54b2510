/** Checks that are not part of the tests: `check security` checks the built app, `check supply` its packages. */
import { join } from 'node:path'
import { build, prepare, root } from './prepare.mjs'
import { run } from './process.mjs'

const programs = { security: 'test/security/main.ts', supply: 'test/supply/main.ts' }

/**
 * Runs a check. It prints one JSON object on stdout and exits with 1 if it finds a problem. Further arguments are
 * passed on to the check.
 */
export async function check([name, ...args]) {
  if (!Object.hasOwn(programs, name ?? ''))
    throw new Error(`no such check: ${name ?? 'none'} (there are ${Object.keys(programs).join(', ')})`)
  const toolchain = await prepare()
  await build(toolchain)
  const { node, env } = toolchain
  return run(node, ['--disable-warning=ExperimentalWarning', join(root, programs[name]), ...args], { env, cwd: root })
}
