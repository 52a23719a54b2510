import { AppError, type ErrorCode, type ErrorValue, toErrorValue } from '../../../shared/errors.ts'
import type { StoredItem } from '../../storage/run-columns.ts'

/** Thrown right before a request would leave: the reading it goes by has grown old, or the run rests. */
export class NotNow extends Error {
  readonly why: 'stale' | 'resting'
  constructor(why: NotNow['why']) {
    super(why)
    this.why = why
  }
}

/**
 * What a failed attempt means for its lane: nothing; a while of patience; the end, for two reasons; and what stops the
 * whole run.
 */
export type FailureClass = 'none' | 'patience' | 'broken' | 'moved' | 'storage' | 'vault'

/**
 * What a failed attempt means for its item. `back`: nothing was done. `doubt`: it was sent and a reading has to tell.
 * `gone`: the row is not there any more.
 */
export interface ClassifiedFailure {
  readonly item: 'back' | 'doubt' | 'failed' | 'gone'
  readonly failureClass: FailureClass
  readonly error: ErrorValue
}

/** The server as a whole cannot be worked with: the next request would end in the same way. */
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
/** It is not the server any more for which the plan was made. */
const moved: readonly ErrorCode[] = ['server.unknown', 'plan.expired']
/** Answers after which nobody knows whether the work was done. */
const doubtful: readonly ErrorCode[] = ['write.unknown', 'panel.bad-reply', 'panel.server-error', 'net.too-large']

/** How a server that failed is gone on with, whether it was a reading or a change. */
export function failureClassOf(error: ErrorValue): FailureClass {
  if (error.code.startsWith('storage.')) return 'storage'
  if (broken.includes(error.code)) return 'broken'
  if (moved.includes(error.code)) return 'moved'
  if (error.code.startsWith('vault.')) return 'vault'
  const passes =
    error.code.startsWith('net.') ||
    error.code === 'tls.failed' ||
    error.code === 'panel.throttled' ||
    error.code === 'panel.html'
  return passes ? 'patience' : 'none'
}

/** `left` says whether a request of this attempt has left. Pure. */
export function classifyFailure(thrown: unknown, { item, outcome }: StoredItem, left: boolean): ClassifiedFailure {
  const error = toErrorValue(thrown)
  const failureClass = failureClassOf(error)
  // One lost answer says little of the server: a row of them does, and the lane counts.
  const classified = (of: ClassifiedFailure['item'], then: FailureClass = failureClass): ClassifiedFailure => ({
    item: of,
    failureClass: of === 'doubt' && then === 'patience' ? 'none' : then,
    error,
  })
  if (thrown instanceof NotNow) return classified(left ? 'doubt' : 'back', 'none')
  const undone = left ? 'doubt' : 'back'
  switch (error.code) {
    case 'cancelled':
      return classified(undone, 'none')
    case 'panel.throttled':
      // The panel turned it away before doing anything; what an earlier step did is seen by the next reading.
      return classified(undone)
    case 'panel.not-found':
      return classified('gone')
    case 'panel.conflict':
      // A creation whose answer was lost may be what it is in conflict with.
      return classified(item.op === 'create' && outcome.attempts > 0 ? 'doubt' : 'failed')
    case 'panel.html': {
      const status = thrown instanceof AppError ? Number(thrown.details?.['status']) : 0
      return classified(status >= 300 && status < 500 ? 'failed' : undone)
    }
  }
  if (doubtful.includes(error.code)) return classified(undone, 'none')
  if (
    error.code.startsWith('net.') ||
    error.code === 'tls.failed' ||
    failureClass === 'storage' ||
    failureClass === 'vault'
  )
    return classified(undone)
  if (!left && (failureClass === 'broken' || failureClass === 'moved')) return classified('back')
  return classified('failed')
}
