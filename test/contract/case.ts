import type { Input, MethodName, Output } from '../../src/shared/contract.ts'
import type { ErrorCode } from '../../src/shared/errors.ts'

/** What a case may refer to: one healthy demo panel that the app has as two servers, and the panel's rows. */
export interface World {
  readonly serverId: string
  readonly otherServerId: string
  readonly url: string
  readonly token: string
  readonly fingerprint256: string
  /** The panel user. Panels put this name in front of the name of a new account. */
  readonly owner: string
  readonly account: string
  readonly jobId: number
  /** A domain that the panel hosts. */
  readonly domain: string
  /** Folders that the shell was asked to show. */
  readonly openedFolders: readonly string[]
  readonly dataDir: string
  /** Values that earlier cases keep for later ones. */
  readonly kept: Map<string, string>
  /** Ids of runs that have ended: one that generated a password, and one with an item in conflict. */
  readonly runs: { readonly credentials: string; readonly conflict: string }
  /** A plan of one change that has not been run. */
  readonly planId: string
  /** The passphrase that the password is sealed with. */
  readonly passphrase: string
  /** Delays every answer of the panel by `latencyMs`. */
  slow(latencyMs: number): void
}

export interface BadCall {
  readonly input: unknown
  readonly code: ErrorCode
}

/** One good call with the check of its answer, and bad calls with the error code that each must return. */
export interface Case<M extends MethodName> {
  readonly good: (world: World) => Input<M>
  readonly check: (output: Output<M>, world: World) => boolean
  readonly bad: (world: World) => readonly BadCall[]
}

export const unknownServer = 'no-such-server'
export const badInput = (input: unknown): BadCall => ({ input, code: 'input.invalid' })
export const wrongServer = (fields: object = {}): BadCall => ({
  input: { serverId: unknownServer, ...fields },
  code: 'server.unknown',
})
/** Bad calls of a method without input: only input that is not an object can be refused. */
export const takesNothing = () => [badInput('text')]
