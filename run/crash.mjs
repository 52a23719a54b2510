/** crash: bulk runs that are killed, started again and finished; then the panels are compared with the plans. */
import { join } from 'node:path'
import { prepare, root } from './prepare.mjs'
import { run } from './process.mjs'

export async function crash(args) {
  const { node, env } = await prepare()
  return run(node, [join(root, 'test', 'crash', 'crash.ts'), ...args], { env, cwd: root })
}
