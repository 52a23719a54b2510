/** Takes the screenshots of the README from the demo fleet. */
import { join } from 'node:path'
import { build, prepare, root } from './prepare.mjs'
import { run } from './process.mjs'
import { needBrowser } from './test-tools.mjs'

export async function screenshots() {
  const toolchain = await prepare()
  await build(toolchain)
  const browser = await needBrowser(toolchain)
  const { node, env } = toolchain
  return run(node, [join(root, 'test/e2e/screenshots.ts')], { env: { ...env, WISDECK_CHROMIUM: browser }, cwd: root })
}
