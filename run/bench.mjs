/** bench NAME: measurements that take minutes, each a program of its own in test/bench. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build, prepare, root } from './prepare.mjs'
import { run } from './process.mjs'
import { needBrowser } from './test-tools.mjs'

const folder = join(root, 'test', 'bench')

/** What a bench wants besides packages; returns additions to its environment. */
const needs = {
  async start(toolchain) {
    await build(toolchain)
    return { WISDECK_CHROMIUM: await needBrowser(toolchain) }
  },
}

/** Runs test/bench/NAME.ts with the rest of the arguments. Throws where there is no such bench. */
export async function bench([name, ...args]) {
  const program = join(folder, `${name}.ts`)
  if (!/^[a-z-]+$/.test(name ?? '') || !existsSync(program)) {
    const known = readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3))
    throw new Error(`no such bench: ${name ?? '(none named)'} (there are ${known.join(', ')})`)
  }
  const toolchain = await prepare()
  const { node, env } = toolchain
  return run(node, [program, ...args], { env: { ...env, ...(await needs[name]?.(toolchain)) }, cwd: root })
}
