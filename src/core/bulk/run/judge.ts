import type { RowFacts } from '../../../shared/model/plan.ts'
import type { StoredItem } from '../../storage/run-columns.ts'
import {
  driftOf,
  flips,
  idOfRow,
  isAsAsked,
  isNamesake,
  missingOf,
  type PanelRow,
  pick,
  standing,
  wantedOf,
} from './rows.ts'
import { settleItem, type Sight } from './settle-item.ts'

/** What is to be done with an item that has not been sent, or not with success, by the row as it is now. */
export type Judgement =
  | { readonly kind: 'send'; readonly madeId: string | null }
  /** It is as wanted; `byUs` where an earlier attempt has been sent. */
  | { readonly kind: 'already-so'; readonly byUs: boolean; readonly madeId: string | null }
  | { readonly kind: 'gone' }
  /** `beside` are rows that are not the one to be made, and beside which it may be made if the user says so. */
  | { readonly kind: 'held'; readonly found: RowFacts; readonly beside?: readonly string[] }
  | { readonly kind: 'unknown'; readonly found: RowFacts | null }
  /** The panel does not say how the switch is that was to be flipped. */
  | { readonly kind: 'untold' }

/** Pure. `claimed` are rows known to have been made by other items. */
export function judge(
  stored: StoredItem,
  row: PanelRow | undefined,
  sight: Sight,
  claimed: ReadonlySet<string>,
): Judgement {
  const { item, outcome } = stored
  const byUs = outcome.firstSentAtMs !== null
  const already: Judgement = { kind: 'already-so', byUs, madeId: outcome.madeId }
  if (item.op === 'create') return judgeCreation(stored, row, sight, claimed)
  if (!row) return item.op === 'remove' ? already : { kind: 'gone' }
  if (item.op === 'password') return { kind: 'send', madeId: null }
  if (item.op === 'remove') {
    const drift = driftOf(item, row)
    return drift.length > 0 ? { kind: 'held', found: pick(row, drift) } : { kind: 'send', madeId: null }
  }
  const { toSend, strange } = standing(item, row)
  if (strange.length > 0) return { kind: 'held', found: pick(row, Object.keys(wantedOf(item))) }
  if (flips(item) && row.enabled === null) return byUs ? { kind: 'unknown', found: null } : { kind: 'untold' }
  return toSend.length === 0 ? already : { kind: 'send', madeId: null }
}

function judgeCreation(
  stored: StoredItem,
  row: PanelRow | undefined,
  sight: Sight,
  claimed: ReadonlySet<string>,
): Judgement {
  const { item, outcome } = stored
  if (outcome.madeId !== null) {
    if (!row) return { kind: 'gone' }
    return missingOf(item, row).length === 0
      ? { kind: 'already-so', byUs: true, madeId: outcome.madeId }
      : { kind: 'send', madeId: outcome.madeId }
  }
  if (outcome.firstSentAtMs !== null) {
    // An attempt that was given up may have come through after all.
    const verdict = settleItem(
      { stored: { ...stored, state: 'sent' }, elapsedMs: Infinity, answerTimeoutMs: 0, claimed },
      sight,
    )
    if (verdict.kind === 'confirmed') return { kind: 'already-so', byUs: true, madeId: verdict.madeId }
    if (verdict.kind === 'unknown') return verdict
    if (verdict.kind === 'again' && verdict.madeId !== null) return { kind: 'send', madeId: verdict.madeId }
  }
  return judgeNamesakes(stored, sight, claimed)
}

/**
 * Rows of that name which have come since the plan was made: an equal one is what was wanted, another job is for the
 * user to decide on, for two of a name are two that run. Another account is left to the panel, which refuses a second
 * one of a name.
 */
function judgeNamesakes({ item, outcome }: StoredItem, sight: Sight, claimed: ReadonlySet<string>): Judgement {
  const isNews = (row: PanelRow) => !outcome.twins.includes(idOfRow(row)) && !claimed.has(idOfRow(row))
  const news = sight.rows.filter((row) => isNamesake(item, row) && isNews(row))
  if (news.some((row) => isAsAsked(item, row))) return { kind: 'already-so', byUs: false, madeId: null }
  const [first] = news
  if (first === undefined || item.kind === 'ftp') return { kind: 'send', madeId: null }
  return { kind: 'held', found: pick(first, Object.keys(item.after ?? {})), beside: news.map(idOfRow) }
}
