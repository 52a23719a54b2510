/** crash: kills bulk runs, starts them again and finishes them, then compares the panels with the plans. */
import { join } from 'node:path'
import { prepare, root } from './prepare.mjs'
import { run } from './process.mjs'

export async function crash(args) {
  const { node, env } = await prepare()
  return run(node, [join(root, 'test', 'crash', 'crash.ts'), ...args], { env, cwd: root })
}
