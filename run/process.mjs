/** Child processes: quiet ones for set-up, loud ones for the thing itself, and signals passed on to all of them. */
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** One line of progress. stdout is left to what was asked for. */
export function say(line) {
  process.stderr.write(`wisdeck: ${line}\n`)
}

const children = new Set()
const killAfterMs = 10_000
let stopping = false

/** Whether the user has asked to stop: a child that ends then has not failed. */
export function isStopping() {
  return stopping
}

/** Thrown in the middle of the set-up when the user has asked to stop: what was cut short is no failure to act on. */
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

/** Runs a program on our own terminal. Resolves with its exit code; a signal counts as 128 and more, as in a shell. */
export function run(program, args, { env = process.env, cwd } = {}) {
  return new Promise((resolve, reject) => {
    if (stopping) return reject(stopped())
    const child = track(spawn(program, args, { stdio: 'inherit', env, cwd }))
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 130))
  })
}

/**
 * Runs a program and keeps what it prints. Resolves with {code, output}; 124 where the time ran out, 127 where it is
 * missing. Rejects where the user has asked to stop.
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

/** Runs a step of the set-up: silent when it goes well, its whole output and an error when it does not. */
export async function step(line, program, args, options) {
  say(line)
  const { code, output } = await runQuiet(program, args, options)
  if (code === 0) return
  process.stderr.write(output)
  throw new Error(`failed (${code}): ${line}`)
}

/** Whether a program stands on PATH. */
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
