import { systemClock } from '../../src/core/clock.ts'
import { createLimiter } from '../../src/core/limiter/limiter.ts'
import { createOracle } from './oracle.ts'
import { peers } from './peers.ts'
import type { Call, Transport } from './transport.ts'
import type { Phase } from './works.ts'

/** A limiter at work: hands over each request when it thinks the panel will take it, and sees it through. */
export interface Contestant {
  request(call: Call): Promise<unknown>
  /** A person looks at the screen; only ours wants to know. */
  openView?(): void
  close(): void
}

/** Makes a contestant for this many tokens of one panel. Only the oracle may look at the phase. */
export type MakeContestant = (transport: Transport, tokens: number, phase: Phase) => Contestant

function createOurs(transport: Transport): Contestant {
  const limiter = createLimiter({ clock: systemClock(), shareForOthers: 0 })
  return {
    request: (call) =>
      limiter.budget(String(call.token)).request({
        priority: call.kind === 'read' ? 'interactive' : 'bulk',
        send: () => transport.send(call),
      }),
    openView: () => void limiter.budget('0').openView(),
    close: () => limiter.close(),
  }
}

/** The makespan of this one is the optimum; it is not in the table. */
export const oracleName = 'oracle'
export const ourName = 'ours'

/** All limiters by the name they have in the table. */
export const contestants: Readonly<Record<string, MakeContestant>> = {
  ...peers,
  [ourName]: createOurs,
  [oracleName]: createOracle,
}
