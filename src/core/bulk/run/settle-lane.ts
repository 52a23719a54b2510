import { AppError, type ErrorValue } from '../../../shared/errors.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import { isInDoubt, unknownError } from './give-up.ts'
import { ended, eachOf, type LaneContext, mostAttempts } from './lane-context.ts'
import type { Move } from './ledger.ts'
import { lookAt, type Reading, rowIdOf } from './reading.ts'
import { hides, type PanelRow, setsIps } from './rows.ts'
import { settleItem, type Sight, type Verdict } from './settle-item.ts'

/**
 * What becomes of an item that was sent and is found not to be in force: it is tried again, or the run has no more
 * tries to give.
 */
export type Lost = 'planned' | 'failed' | 'cancelled'

/**
 * Settles by one reading all that was sent before it was asked for.
 * @returns milliseconds until another reading can tell of those that this one could not; null where there are none
 */
export async function settleLane(
  context: LaneContext,
  reading: Reading,
  answerTimeoutMs: number,
  lost: Lost,
): Promise<number | null> {
  const { ledger, server, busy, endedAtMs } = context
  const open = ledger.items({ serverId: server.serverId, kind: reading.kind, states: ['sent', 'accepted'] }, 1_000_000)
  const due = open.filter(
    ({ item }) => !busy.has(item.place) && (endedAtMs.get(item.place) ?? -Infinity) <= reading.askedAtMs,
  )
  const rows = await fullRows(context, due, reading)
  // Cut short, it says nothing of the rows that were not read.
  if (context.stopped()) return null
  const sight: Sight = { rows: reading.rows, cut: reading.cut, row: (id) => rows.get(id) ?? reading.row(id) }
  let waitMs: number | null = null
  const moves = due.flatMap((stored) => {
    const verdict = settleItem(
      { stored, elapsedMs: elapsed(context, stored, reading), answerTimeoutMs, claimed: context.claimed },
      sight,
    )
    if (verdict.kind === 'wait') waitMs = Math.min(waitMs ?? Infinity, verdict.forMs)
    return moveOf(context, stored, verdict, lost)
  })
  for (let at = 0; at < moves.length; at += 500) ledger.move(moves.slice(at, at + 500))
  return waitMs
}

/**
 * From when it left to when the reading was asked for. After a restart only the wall clock knows, and one set back
 * counts for nothing.
 */
function elapsed({ leftAtMs }: LaneContext, { item, outcome }: StoredItem, reading: Reading): number {
  const left = leftAtMs.get(item.place)
  if (left !== undefined) return reading.askedAtMs - left
  return Math.max(0, reading.askedAtWallMs - (outcome.sentAtMs ?? 0))
}

/**
 * Rows that the list does not show whole, read one by one; where a panel never shows what is missing, one reading
 * tells.
 */
async function fullRows(
  context: LaneContext,
  due: readonly StoredItem[],
  reading: Reading,
): Promise<ReadonlyMap<string, PanelRow>> {
  const rows = new Map<string, PanelRow>()
  const { deps } = context
  let shows = true
  const readOne = async (stored: StoredItem) => {
    const id = rowIdOf(stored.item, stored.outcome.madeId)
    if (id === null || !shows) return
    const { row } = await lookAt(deps, stored.item, id, reading, {
      lane: 'bulk',
      unshared: true,
      signal: context.signal(),
    })
    if (!row) return
    rows.set(id, row)
    if (hides(stored.item, row)) shows = false
  }
  const isHidden = ({ item, outcome }: StoredItem) => {
    const id = rowIdOf(item, outcome.madeId)
    const row = id === null ? undefined : reading.row(id)
    return row !== undefined && hides(item, row)
  }
  const [first, ...others] = due.filter(
    (stored) => (setsIps(stored.item) && stored.item.op !== 'remove') || isHidden(stored),
  )
  if (first) await readOne(first)
  if (shows) await eachOf(others, context, readOne)
  return rows
}

const lostError = (stored: StoredItem): ErrorValue =>
  stored.outcome.error ?? {
    code: 'net.lost',
    message: 'The answer was lost, and the change is not in force',
    details: { settled: 'absent' },
  }

function moveOf(context: LaneContext, from: StoredItem, verdict: Verdict, lost: Lost): readonly Move[] {
  const { subject } = from.item
  switch (verdict.kind) {
    case 'wait':
      return []
    case 'confirmed':
      if (verdict.madeId !== null) context.claimed.add(verdict.madeId)
      return [
        {
          from,
          state: 'confirmed',
          outcome: ended(context, { madeId: verdict.madeId ?? from.outcome.madeId, error: null }),
        },
      ]
    case 'gone':
      return [{ from, state: 'skipped', outcome: ended(context, { skipped: 'gone', error: null }) }]
    case 'not-applied': {
      const error = new AppError('write.not-applied', 'The panel accepted the change but shows the old value', {
        subject,
      }).toValue()
      return [{ from, state: 'failed', outcome: ended(context, { error, found: verdict.found }) }]
    }
    case 'unknown':
      return [
        {
          from,
          state: 'unknown',
          outcome: ended(context, { error: unknownError(from.outcome.error), found: verdict.found }),
        },
      ]
    case 'again': {
      const attempts = from.outcome.attempts + 1
      const madeId = verdict.madeId ?? from.outcome.madeId
      if (lost === 'planned' && attempts < mostAttempts)
        return [{ from, state: 'planned', outcome: { attempts, madeId } }]
      if (isInDoubt(from))
        return [
          { from, state: 'unknown', outcome: ended(context, { attempts, error: unknownError(from.outcome.error) }) },
        ]
      if (lost === 'cancelled')
        return [{ from, state: 'skipped', outcome: ended(context, { skipped: 'cancelled', attempts, madeId }) }]
      return [{ from, state: 'failed', outcome: ended(context, { attempts, madeId, error: lostError(from) }) }]
    }
  }
}
