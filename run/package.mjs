/** Makes packages for the current system, and the icons of the packages. */
import { join } from 'node:path'
import { fetchElectron } from './electron.mjs'
import { build, prepare, root } from './prepare.mjs'
import { run, say } from './process.mjs'
import { needBrowser } from './test-tools.mjs'

const script = (name) => ['--disable-warning=ExperimentalWarning', join(root, 'build', name)]

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
  return run(node, [...script('package.ts'), ...args, ...(dist ? ['--electron', dist] : [])], { env, cwd: root })
}

/** Makes the icons of the packages from the icon of the page. */
export async function icons() {
  const toolchain = await prepare()
  const { node, env } = toolchain
  return run(node, script('make-icons.ts'), {
    env: { ...env, WISDECK_CHROMIUM: await needBrowser(toolchain) },
    cwd: root,
  })
}
