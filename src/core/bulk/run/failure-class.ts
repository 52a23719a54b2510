import { AppError, type ErrorCode, type ErrorValue, toErrorValue } from '../../../shared/errors.ts'
import type { StoredItem } from '../../storage/run-columns.ts'

/** Thrown right before a request would leave: its snapshot has grown too old, or the server run was told to stop. */
export class SendAborted extends Error {
  readonly reason: 'stale' | 'paused'
  constructor(reason: SendAborted['reason']) {
    super(reason)
    this.reason = reason
  }
}

/**
 * What a failed request means for its server run. `none`: nothing, unless it was a read for many items; then the same
 * as `retry`. `retry`: it waits and tries again. `broken` and `moved`: it ends. `storage` and `vault`: the whole run
 * pauses.
 */
export type FailureClass = 'none' | 'retry' | 'broken' | 'moved' | 'storage' | 'vault'

/**
 * What a failed attempt means for its item (`item`) and its server run (`failureClass`). `back`: nothing was done.
 * `doubt`: it was sent, and a read has to show the outcome. `failed`: it is over. `gone`: the row no longer exists.
 */
export interface ClassifiedFailure {
  readonly item: 'back' | 'doubt' | 'failed' | 'gone'
  readonly failureClass: FailureClass
  readonly error: ErrorValue
}

/** Errors after which the whole server cannot be used: the next request would fail in the same way. */
const broken: readonly ErrorCode[] = [
  'tls.untrusted',
  'tls.changed',
  'panel.token-rejected',
  'panel.scope',
  'panel.address-refused',
  'panel.wrong-path',
  'panel.redirect',
  'server.read-only',
  'server.http-refused',
  'vault.missing',
]
/** Errors that mean that this is no longer the server for which the plan was made. */
const moved: readonly ErrorCode[] = ['server.unknown', 'plan.expired']
/** Errors after which it is not known whether the change was made. */
const doubtful: readonly ErrorCode[] = ['write.unknown', 'panel.bad-reply', 'panel.server-error', 'net.too-large']

/** Returns what an error means for the server run, whether a read or a change failed. */
export function failureClassOf(error: ErrorValue): FailureClass {
  if (error.code.startsWith('storage.')) return 'storage'
  if (broken.includes(error.code)) return 'broken'
  if (moved.includes(error.code)) return 'moved'
  if (error.code.startsWith('vault.')) return 'vault'
  const isTemporary =
    error.code.startsWith('net.') ||
    error.code === 'tls.failed' ||
    error.code === 'panel.throttled' ||
    error.code === 'panel.html'
  return isTemporary ? 'retry' : 'none'
}

/**
 * Classifies a failed attempt. `hasSent` says whether a request of this attempt has left, and `wasLost` whether an
 * earlier try of a request was lost: a refusal of a later try then does not end the item. Pure.
 */
export function classifyFailure(
  thrown: unknown,
  { item, outcome }: StoredItem,
  { hasSent, wasLost }: { readonly hasSent: boolean; readonly wasLost: boolean },
): ClassifiedFailure {
  const error = toErrorValue(thrown)
  const failureClass = failureClassOf(error)
  // One lost answer says little about the server. Several in a row do, and the server run counts them.
  const classified = (meaning: ClassifiedFailure['item'], then: FailureClass = failureClass): ClassifiedFailure => {
    const of = meaning === 'failed' && wasLost ? 'doubt' : meaning
    return { item: of, failureClass: of === 'doubt' && then === 'retry' ? 'none' : then, error }
  }
  if (thrown instanceof SendAborted) return classified(hasSent ? 'doubt' : 'back', 'none')
  const backOrDoubt = hasSent ? 'doubt' : 'back'
  switch (error.code) {
    case 'cancelled':
      return classified(backOrDoubt, 'none')
    case 'panel.throttled':
      // The panel refused the request before doing anything. The next read shows what an earlier step did.
      return classified(backOrDoubt)
    case 'panel.not-found':
      return classified('gone')
    case 'panel.conflict':
      // The conflict may be with the row of an earlier attempt whose answer was lost.
      return classified(item.op === 'create' && outcome.attempts > 0 ? 'doubt' : 'failed')
    case 'panel.html': {
      const status = thrown instanceof AppError ? Number(thrown.details?.['status']) : 0
      return classified(status >= 300 && status < 500 ? 'failed' : backOrDoubt)
    }
  }
  // A panel may redirect after it has done what was asked as well as before.
  if (hasSent && error.code === 'panel.redirect') return classified('doubt', 'none')
  if (doubtful.includes(error.code)) return classified(backOrDoubt, 'none')
  if (
    error.code.startsWith('net.') ||
    error.code === 'tls.failed' ||
    failureClass === 'storage' ||
    failureClass === 'vault'
  )
    return classified(backOrDoubt)
  if (!hasSent && (failureClass === 'broken' || failureClass === 'moved')) return classified('back')
  return classified('failed')
}
