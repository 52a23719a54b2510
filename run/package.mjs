/** Makes packages for the current system. */
import { join } from 'node:path'
import { fetchElectron } from './electron.mjs'
import { build, prepare, root } from './prepare.mjs'
import { run, say } from './process.mjs'

/**
 * Makes installers, or with --dir only the folder that they are made from. Without Electron's binary the folder lacks
 * only the program.
 */
export async function packageApp(args) {
  const toolchain = await prepare()
  await build(toolchain)
  const { node, env } = toolchain
  const { dist, reason } = await fetchElectron(toolchain)
  if (!dist && !args.includes('--dir'))
    throw new Error(`no installers: ${reason}; with --dir the folder they are made of is put together without it`)
  if (!dist) say(`no Electron binary: ${reason}`)
  const program = ['--disable-warning=ExperimentalWarning', join(root, 'build', 'package.ts')]
  return run(node, [...program, ...args, ...(dist ? ['--electron', dist] : [])], { env, cwd: root })
}
