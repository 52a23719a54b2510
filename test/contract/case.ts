import type { Input, MethodName, Output } from '../../src/shared/contract.ts'
import type { ErrorCode } from '../../src/shared/errors.ts'

/** What a case may refer to: one healthy demo panel on the desk, and what it holds. */
export interface World {
  readonly serverId: string
  readonly otherServerId: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  /** Panels put their owner's name in front of a new account. */
  readonly owner: string
  readonly account: string
  readonly jobId: number
  /** A domain that the panel hosts. */
  readonly domain: string
  /** Folders the shell was asked to show. */
  readonly openedFolders: readonly string[]
  readonly dataDir: string
  /** What earlier cases have left for later ones. */
  readonly kept: Map<string, string>
  /** Runs that have ended: one that made a password, one with an item that waits for a decision. */
  readonly runs: { readonly handout: string; readonly held: string }
  /** A plan of one change that has not been run. */
  readonly planId: string
  /** What the password is sealed with. */
  readonly passphrase: string
  /** Makes every answer of the panel late by so much. */
  slow(latencyMs: number): void
}

export interface Bad {
  readonly input: unknown
  readonly code: ErrorCode
}

/** One good call with what its answer must hold, and bad calls with the code each must get. */
export interface Case<M extends MethodName> {
  readonly good: (world: World) => Input<M>
  readonly check: (output: Output<M>, world: World) => boolean
  readonly bad: (world: World) => readonly Bad[]
}

export const unknownServer = 'no-such-server'
export const badInput = (input: unknown): Bad => ({ input, code: 'input.invalid' })
export const wrongServer = (rest: object = {}): Bad => ({
  input: { serverId: unknownServer, ...rest },
  code: 'server.unknown',
})
/** Methods without input take no wrong one; what is left to refuse is input that is no object. */
export const takesNothing = () => [badInput('text')]
