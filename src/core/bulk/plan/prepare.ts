import { kinds } from '../../../shared/kinds/index.ts'
import type { BulkIntent } from '../../../shared/model/bulk-action.ts'
import { rowKind } from '../../kinds/index.ts'
import type { PlannedAction, PreparedPlan } from '../../planning/prepared.ts'
import type { RunPlanDeps } from './ledger-rows.ts'
import { prepareRetry } from './retry-plan.ts'
import { prepareUndo } from './undo-plan.ts'

type Action = BulkIntent['action']

/** The actions on rows of all kinds, by their types. Each gets only actions of its own type. */
const rowActions: ReadonlyMap<string, PlannedAction<Action>> = new Map(
  kinds.flatMap((kind) => Object.entries(rowKind(kind).actions as Readonly<Record<string, PlannedAction<Action>>>)),
)

function rowActionOf({ type }: Action): PlannedAction<Action> {
  const found = rowActions.get(type)
  if (found === undefined) throw new Error(`No kind has the action ${type}`)
  return found
}

/**
 * Prepares an intent: an action on rows as their kind plans it, an undo or a retry from the ledger of its run.
 * @throws AppError input.invalid if the intent itself is not valid; file.*; run.unknown
 */
export function prepare({ action, keys }: BulkIntent, deps: RunPlanDeps): PreparedPlan {
  if (action.type === 'undo') return prepareUndo(action, deps)
  if (action.type === 'retry') return prepareRetry(action, deps)
  return rowActionOf(action).prepare(action, keys, deps)
}

/** Whether an action makes new rows, so that the names that are taken must be known. */
export const makesRows = ({ type }: Action): boolean => rowActions.get(type)?.makesRows === true

/** Whether an action changes the rows that its intent names. */
export const changesRows = (action: Action): boolean => rowActions.has(action.type) && !makesRows(action)

/** Counts the parts of an action that hold a password or may hold one. */
export const countPasswords = (action: Action, servers: RunPlanDeps['servers']): number =>
  rowActions.get(action.type)?.countPasswords?.(action, servers) ?? 0
