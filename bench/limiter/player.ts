/** The child process of one work and one limiter, so that its processor time and memory can be measured alone. */
import { contestants } from './contestants.ts'
import { play, type Play, warmUp } from './play.ts'
import { installScaledTime, type TimeScale } from '../../test/fixtures/scaled-time.ts'
import type { Phase, Work } from './works.ts'

/** A command of the referee. Commands come one after the other. */
export type Order =
  | { readonly type: 'warm-up'; readonly port: number }
  | {
      readonly type: 'play'
      readonly work: Work
      readonly phase: Phase
      readonly limiter: string
      readonly port: number
      readonly scale: TimeScale
    }

/** The answer to a command. `play` is null after a warm-up. */
export interface PlayerAnswer {
  readonly play: Play | null
  readonly error: string | null
}

let scale: TimeScale = { factor: 1, startRealMs: 0, startScaledMs: 0 }

async function runOrder(order: Order): Promise<Play | null> {
  if (order.type === 'warm-up') {
    await warmUp(order.port)
    installScaledTime(() => scale)
    return null
  }
  scale = order.scale
  const make = contestants[order.limiter]
  if (!make) throw new Error(`no limiter called ${order.limiter}`)
  return play(order.work, order.phase, make, order.port, order.scale)
}

process.on('message', (order: Order) => {
  runOrder(order).then(
    (result) => process.send?.({ play: result, error: null } satisfies PlayerAnswer),
    (error: unknown) => process.send?.({ play: null, error: String(error) } satisfies PlayerAnswer),
  )
})
