/** Checks that stand beside the tests: `check security` asks the built app, `check supply` what it is made of. */
import { join } from 'node:path'
import { build, prepare, root } from './prepare.mjs'
import { run } from './process.mjs'

const programs = { security: 'test/security/main.ts', supply: 'test/supply/main.ts' }

/** One JSON object on stdout; 1 where something was found. Further arguments belong to the check. */
export async function check([name, ...args]) {
  if (!Object.hasOwn(programs, name ?? ''))
    throw new Error(`no such check: ${name ?? 'none'} (there are ${Object.keys(programs).join(', ')})`)
  const toolchain = await prepare()
  await build(toolchain)
  const { node, env } = toolchain
  return run(node, ['--disable-warning=ExperimentalWarning', join(root, programs[name]), ...args], { env, cwd: root })
}
