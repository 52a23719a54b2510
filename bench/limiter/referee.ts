import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openPanel, type PanelHost } from './panel-host.ts'
import type { Play } from './play.ts'
import type { Order, PlayerAnswer } from './player.ts'
import { realTime, type TimeScale } from '../../test/fixtures/scaled-time.ts'
import { epochOf, type Phase, type Work } from './works.ts'

/** The result of one phase, with the number of requests that the panel rejected. */
export interface Played extends Play {
  readonly rejected: number
}

const player = fileURLToPath(new URL('./player.ts', import.meta.url))
const minuteMs = 60_000
/** The time for the command to reach the child before the clock of the run starts. */
const leadMs = 15
/** The number of minutes of the panel after which a limiter that has not finished is given up. */
const maxMinutes = 40

const unlimited: Phase = {
  server: { kind: 'fixed', limit: 1_000_000 },
  startMs: 0,
  foreignAtMs: [],
  cut: null,
  oracle: { server: { kind: 'fixed' }, foreignAtMs: [] },
}

/**
 * Plays all phases of a work with one limiter in a child process, against panels in this process. Rejects if the child
 * fails or takes far too long.
 */
export async function playWork(work: Work, limiter: string): Promise<Played[]> {
  const child = fork(player, [], { execArgv: ['--disable-warning=ExperimentalWarning'] })
  try {
    await withPanel(unlimited, scaleOf(work, unlimited), (panel) =>
      ask(child, { type: 'warm-up', port: panel.port }, 60_000),
    )
    const played: Played[] = []
    for (const phase of work.phases) played.push(await playPhase(child, work, phase, limiter))
    return played
  } finally {
    child.kill()
  }
}

async function playPhase(child: ChildProcess, work: Work, phase: Phase, limiter: string): Promise<Played> {
  const scale = scaleOf(work, phase)
  return withPanel(phase, scale, async (panel) => {
    const order: Order = { type: 'play', work, phase, limiter, port: panel.port, scale }
    const answer = await ask(child, order, maxMinutes * work.minuteRealMs)
    if (answer.play === null) throw new Error(`${work.name}, ${limiter}: nothing was played`)
    return { ...answer.play, rejected: panel.rejected() }
  })
}

function scaleOf(work: Work, phase: Phase): TimeScale {
  return { factor: minuteMs / work.minuteRealMs, startRealMs: realTime() + leadMs, startScaledMs: epochOf(phase) }
}

async function withPanel<T>(phase: Phase, scale: TimeScale, use: (panel: PanelHost) => Promise<T>): Promise<T> {
  const panel = await openPanel(phase, scale)
  try {
    return await use(panel)
  } finally {
    await panel.close()
  }
}

function ask(child: ChildProcess, order: Order, limitMs: number): Promise<PlayerAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(new Error(`no result after ${limitMs} ms`))), limitMs)
    const finish = (end: () => void): void => {
      clearTimeout(timer)
      child.removeAllListeners()
      end()
    }
    child.once('error', (error) => finish(() => reject(error)))
    child.once('exit', (code) => finish(() => reject(new Error(`the child ended with ${code}`))))
    child.once('message', (answer: PlayerAnswer) =>
      finish(() => (answer.error === null ? resolve(answer) : reject(new Error(answer.error)))),
    )
    child.send(order)
  })
}
