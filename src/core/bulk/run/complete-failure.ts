import { AppError, type ErrorValue } from '../../../shared/errors.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { PanelRow } from '../../kinds/index.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import type { ClassifiedFailure } from './failure-class.ts'
import { readRow } from './row-snapshot.ts'
import { pick, wantedOf } from './rows.ts'
import type { ServerRunContext } from './server-run-context.ts'
import { rowIdOf } from './snapshot.ts'

/** A failure with the fields that were to be set, as they are now; null if no part of the change was carried out. */
export type CompletedFailure = ClassifiedFailure & { readonly found: RowFacts | null }

/** How far an attempt had come when it failed. */
interface FailedAttempt {
  /** The item before and after what the attempt has recorded. */
  readonly planned: StoredItem
  readonly stored: StoredItem
  readonly hasSent: boolean
  /** How many requests the panel has answered with success. */
  readonly steps: number
  /** Whether an earlier try of a request was lost. */
  readonly wasLost: boolean
}

/**
 * Completes what is known of a failure by a read of the row. A panel answers 404 or 405 also if it does not know the
 * request, so only a read shows that the row is gone. If a part of the change was carried out, the read shows which.
 */
export async function completeFailure(
  deps: ServerRunContext['deps'],
  { planned, stored, hasSent, steps, wasLost }: FailedAttempt,
  classified: ClassifiedFailure,
): Promise<CompletedFailure> {
  const id = rowIdOf(stored.item, stored.outcome.madeId)
  const isDenied = hasSent && deniesRequest(classified.error)
  const isHalfDone = mayBeHalfDone(planned, steps)
  const row =
    id !== null && (isDenied || (isHalfDone && classified.item === 'failed')) ? await readNow(deps, stored, id) : null
  if (row === null) return { ...classified, found: null }
  const found = isHalfDone ? pick(row, Object.keys(wantedOf(stored.item))) : null
  if (!isDenied) return { ...classified, found }
  return { item: wasLost ? 'doubt' : 'failed', failureClass: 'none', error: unsupportedError(classified.error), found }
}

/** Whether requests of this attempt or of an earlier one may have set a part of what the item sets. */
const mayBeHalfDone = ({ item, outcome }: StoredItem, steps: number): boolean =>
  steps > 0 || (outcome.firstSentAtMs !== null && Object.keys(wantedOf(item)).length > 1)

/** Whether an answer may mean that the panel does not know the request. */
const deniesRequest = ({ code }: ErrorValue): boolean => code === 'panel.not-found' || code === 'panel.wrong-path'

const unsupportedError = ({ details }: ErrorValue): ErrorValue =>
  new AppError('panel.unsupported', 'The panel has the row but does not know the request', details).toValue()

/** Reads a row by itself; null if it is gone or cannot be read. */
async function readNow(deps: ServerRunContext['deps'], { item }: StoredItem, id: string): Promise<PanelRow | null> {
  const options = { priority: 'interactive', unshared: true } as const
  return readRow(deps, item.serverId, item.kind, id, options).then(
    (snapshot) => snapshot.row(id) ?? null,
    () => null,
  )
}
