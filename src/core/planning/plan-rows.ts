import type { ListedKind, RowOf } from '../../shared/kinds/index.ts'
import type { Draft, Outcome } from './outcome.ts'
import { createPlannedReads } from './planned-reads.ts'
import { draftOf, type PreparedPlan } from './prepared.ts'
import { absenceOf, type ServerView } from './server-view.ts'
import { type Target, targetsOf } from './targets.ts'

interface RowsPlan<Row> {
  /** Returns what a row is called in the plan. It is undefined if the row is not there. */
  subjectOf(row: Row | undefined, id: string): string
  /** Whether fields that lists of some panels leave out must be known. */
  readonly whole?: boolean
  /** Plans the rows. All that are there are given first, for what is computed once for all. */
  outcomes(rows: Iterable<Row>): (row: Row, view: ServerView) => Outcome
}

/** Prepares a change of the rows that keys name, each planned by itself. @throws AppError input.invalid if none is */
export function planRows<K extends ListedKind>(
  kind: K,
  keys: readonly string[],
  { subjectOf, whole = false, outcomes }: RowsPlan<RowOf<K>>,
): PreparedPlan {
  const targets = targetsOf(keys, kind)
  const plannedReads = createPlannedReads()
  for (const { serverId, id } of targets.rows) plannedReads.add(serverId, { kind, row: id, whole })
  return {
    plannedReads: plannedReads.list(),
    *drafts(view): Iterable<Draft> {
      const rowOf = ({ serverId, id }: Target): RowOf<K> | undefined =>
        (view(serverId)[kind] as ReadonlyMap<string, RowOf<K>>).get(id)
      const outcomeFor = outcomes(targets.rows.map(rowOf).filter((row) => row !== undefined))
      yield* targets.impossible
      for (const target of targets.rows) {
        const [row, serverView] = [rowOf(target), view(target.serverId)]
        const computeOutcome = () => (row ? outcomeFor(row, serverView) : absenceOf(serverView, kind, target.id))
        yield draftOf(serverView, target, subjectOf(row, target.id), computeOutcome, row)
      }
    },
  }
}
