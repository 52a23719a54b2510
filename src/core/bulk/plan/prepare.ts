import { AppError } from '../../../shared/errors.ts'
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
 * Prepares an intent, step by step: an action on rows as their kind plans it, an undo or a retry from the ledger of its
 * run.
 * @throws AppError input.invalid if the intent itself is not valid, or one of several steps is not for existing rows;
 * file.*; run.unknown
 */
export function prepare({ action, then = [], keys }: BulkIntent, deps: RunPlanDeps): readonly PreparedPlan[] {
  const actions = [action, ...then]
  if (then.length > 0) refuseOtherSteps(actions)
  if (action.type === 'undo') return [prepareUndo(action, deps)]
  if (action.type === 'retry') return prepareRetry(action, deps)
  return actions.map((one) => rowActionOf(one).prepare(one, keys, deps))
}

/** @throws AppError input.invalid if one of several steps is not for existing rows */
function refuseOtherSteps(actions: readonly Action[]): void {
  const wrong = actions.findIndex((one) => !changesRows(one))
  if (wrong < 0) return
  throw new AppError('input.invalid', 'Only changes of existing rows can be steps', {
    issues: [{ path: wrong === 0 ? 'intent.action' : `intent.then.${wrong - 1}`, message: 'Not a step' }],
  })
}

/** Whether an action makes new rows, so that the names that are taken must be known. */
export const makesRows = ({ type }: Action): boolean => rowActions.get(type)?.makesRows === true

/** Whether an action changes the rows that its intent names. */
const changesRows = (action: Action): boolean => rowActions.has(action.type) && !makesRows(action)

/** Counts the parts of an action that hold a password or may hold one. */
export const countPasswords = (action: Action, servers: RunPlanDeps['servers']): number =>
  rowActions.get(action.type)?.countPasswords?.(action, servers) ?? 0
