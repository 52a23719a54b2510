import { systemClock } from '../../src/core/clock.ts'
import { createLimiter } from '../../src/core/limiter/limiter.ts'
import { createOracle } from './oracle.ts'
import { peers } from './peers.ts'
import type { Call, Transport } from './transport.ts'
import type { Phase } from './works.ts'

/** A limiter: sends each request when it expects the panel to accept it, and repeats it until the panel does. */
export interface Contestant {
  request(call: Call): Promise<unknown>
  /** Tells the limiter that a person has opened a view. Only Wisdeck's limiter uses this. */
  openView?(): void
  close(): void
}

/** Makes a contestant for this number of tokens of one panel. Only the oracle may use the phase. */
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

/** The makespan of the oracle is the optimum. The oracle is not in the table. */
export const oracleName = 'oracle'
export const ourName = 'ours'

/** All limiters by their names in the table. */
export const contestants: Readonly<Record<string, MakeContestant>> = {
  ...peers,
  [ourName]: createOurs,
  [oracleName]: createOracle,
}
