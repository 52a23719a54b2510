/**
 * Child processes: quiet ones for the set-up, and ones with visible output for the commands. Signals are passed on to
 * all of them.
 */
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Prints one line of progress to stderr. stdout has only the output of the command. */
export function say(line) {
  process.stderr.write(`wisdeck: ${line}\n`)
}

const children = new Set()
const killAfterMs = 10_000
let stopping = false

/** Tells whether the user has asked to stop. A child that ends after that has not failed. */
export function isStopping() {
  return stopping
}

/** Thrown during the set-up if the user has asked to stop. An interrupted step is not a failure. */
const stopped = () => new Error('stopped')

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopping = true
    for (const child of children) {
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref()
    }
    if (children.size === 0) process.exit(130)
  })
}

function track(child) {
  children.add(child)
  child.once('close', () => children.delete(child))
  return child
}

/** Runs a program on the current terminal. Resolves with its exit code, or 130 if a signal ended it. */
export function run(program, args, { env = process.env, cwd } = {}) {
  return new Promise((resolve, reject) => {
    if (stopping) return reject(stopped())
    const child = track(spawn(program, args, { stdio: 'inherit', env, cwd }))
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 130))
  })
}

/**
 * Runs a program and keeps its output. Resolves with {code, output}. The code is 124 if the time ran out and 127 if the
 * program cannot be started. Rejects if the user has asked to stop.
 */
export function runQuiet(program, args, { env = process.env, cwd, limitMs } = {}) {
  return new Promise((resolve, reject) => {
    if (stopping) return reject(stopped())
    const child = track(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, cwd }))
    let output = ''
    let timedOut = false
    const timer = limitMs && setTimeout(() => (timedOut = child.kill('SIGKILL')), limitMs)
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.once('error', (error) => resolve({ code: 127, output: error.message }))
    child.once('close', (code) => {
      clearTimeout(timer)
      if (stopping) return reject(stopped())
      resolve({ code: timedOut ? 124 : (code ?? 130), output })
    })
  })
}

/** Runs a step of the set-up. Prints nothing if the step succeeds. If it fails, prints its whole output and throws. */
export async function step(line, program, args, options) {
  say(line)
  const { code, output } = await runQuiet(program, args, options)
  if (code === 0) return
  process.stderr.write(output)
  throw new Error(`failed (${code}): ${line}`)
}

/** Tells whether a program is on PATH. */
export function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
}
