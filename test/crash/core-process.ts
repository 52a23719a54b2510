import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Command, Order, Reached, Report } from './messages.ts'

/** A run that takes longer than this to its next step counts as hanging. */
const longestStepMs = 180_000
const pollEveryMs = 4

/** Core in a process of its own. */
export interface CoreProcess {
  readonly child: ChildProcess
  /** Resolves with what core tells when it is idle for the first time; null if it was killed before. */
  readonly idle: Promise<Reached | null>
  /** Asks for the next step. */
  ask(command: Command): Promise<Reached>
  /** Kills the process and resolves when it is gone. */
  kill(): Promise<void>
}

/** Starts core with an order. `onReport` gets every message. */
export function startCore(order: Order, onReport: (report: Report) => void): CoreProcess {
  // About a hundred processes load the same modules, so Node caches their compiled code.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(import.meta.dirname, '..', '..', '.cache', 'compiled') }
  const child = fork(join(import.meta.dirname, 'core-host.ts'), [], {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let [resolveNext, rejectNext] = [(_: Reached | null): void => undefined, (_: Error): void => undefined]
  const next = () =>
    new Promise<Reached | null>((resolve, reject) => {
      ;[resolveNext, rejectNext] = [resolve, reject]
    })
  const idle = next()
  child.on('message', (report: Report) => {
    onReport(report)
    if (report.kind === 'reached') resolveNext(report)
  })
  child.once('exit', (code, signal) =>
    signal === 'SIGKILL' ? resolveNext(null) : rejectNext(new Error(`core ended with ${code}`)),
  )
  child.send(order)
  return {
    child,
    idle,
    async ask(command) {
      const reached = next()
      child.send(command)
      const answer = await pollUntil(reached, () => undefined)
      if (!answer) throw new Error('core was killed')
      return answer
    },
    async kill() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

/** Calls `poll` at an interval until the promise settles. Rejects if that takes too long. */
export async function pollUntil<T>(done: Promise<T>, poll: () => void): Promise<T> {
  const timer = setInterval(poll, pollEveryMs)
  let limit: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error('The run does not come to its next step')), longestStepMs)
  })
  try {
    return await Promise.race([done, late])
  } finally {
    clearInterval(timer)
    clearTimeout(limit)
  }
}
