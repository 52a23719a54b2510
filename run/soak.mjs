/** soak: runs core through half an hour of a faulty fleet, faster than real time. */
import { join } from 'node:path'
import { prepare, root } from './prepare.mjs'
import { run } from './process.mjs'

export async function soak(args) {
  const { node, env } = await prepare()
  return run(node, [join(root, 'test', 'soak', 'soak.ts'), ...args], { env, cwd: root })
}
