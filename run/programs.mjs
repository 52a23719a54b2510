/** The commands that set up what a program needs and then run it: checks that are not tests, and generated pictures. */
import { join } from 'node:path'
import { build, prepare, root } from './prepare.mjs'
import { run } from './process.mjs'
import { needBrowser } from './test-tools.mjs'

/** Each program with what it needs: the built app, a browser in WISDECK_CHROMIUM. */
const programs = {
  soak: { path: 'test/soak/soak.ts' },
  crash: { path: 'test/crash/crash.ts' },
  'check security': { path: 'test/security/main.ts', needsBuild: true },
  'check supply': { path: 'test/supply/main.ts', needsBuild: true },
  screenshots: { path: 'test/e2e/screenshots.ts', needsBuild: true, needsBrowser: true },
  icons: { path: 'build/make-icons.ts', needsBrowser: true },
}

async function runProgram({ path, needsBuild = false, needsBrowser = false }, args) {
  const toolchain = await prepare()
  if (needsBuild) await build(toolchain)
  const env = { ...toolchain.env, ...(needsBrowser && { WISDECK_CHROMIUM: await needBrowser(toolchain) }) }
  return run(toolchain.node, ['--disable-warning=ExperimentalWarning', join(root, path), ...args], { env, cwd: root })
}

/** Returns the function of a command, which runs its program with the arguments of the command. */
export const program = (name) => (args) => runProgram(programs[name], args)

/** Runs a check. It prints one JSON object on stdout and exits with 1 if it finds a problem. */
export function check([name, ...args]) {
  const command = `check ${name ?? ''}`
  if (Object.hasOwn(programs, command)) return runProgram(programs[command], args)
  const known = Object.keys(programs).flatMap((each) =>
    each.startsWith('check ') ? [each.slice('check '.length)] : [],
  )
  throw new Error(`no such check: ${name ?? 'none'} (there are ${known.join(', ')})`)
}
