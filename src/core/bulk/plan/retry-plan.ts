import { isListed, type Kind } from '../../../shared/kinds/index.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { creationOf } from '../../kinds/index.ts'
import { settable } from '../../kinds/setters.ts'
import { newPassword, type PasswordSource } from '../../planning/password.ts'
import type { Runs } from '../types.ts'
import {
  absentRow,
  idOf,
  isUnconfirmed,
  rowRefOf,
  plannedReadsOf,
  planRemoval,
  currentRow,
  planFieldChange,
  type RunPlanDeps,
} from './ledger-rows.ts'
import { type Draft, impossible, type Outcome } from '../../planning/outcome.ts'
import { type ActionOf, draftOf, type PreparedPlan } from '../../planning/prepared.ts'
import { type ServerView, unreadRow } from '../../planning/server-view.ts'

const defaultPasswordLength = 24

/** Whether an item can be retried. A skipped item can, if the reason may no longer hold. */
const canRetry = ({ state, skipped }: RunItem) =>
  state !== 'skipped' || skipped === 'lane-stopped' || skipped === 'cancelled'

/** Returns the items that can be retried. A step that was left out after another one goes with that one. */
function retried(items: readonly RunItem[]): readonly RunItem[] {
  const resumedRows = new Set<string>()
  return items.filter((item) => {
    const isRetried = item.skipped === 'step-before' ? resumedRows.has(item.key) : canRetry(item)
    if (isRetried) resumedRows.add(item.key)
    return isRetried
  })
}

interface RetryContext extends RunPlanDeps {
  readonly password: PasswordSource
  /** Returns the function that drafts the rows of a kind once more. */
  retryOf(kind: Kind): ReturnType<ReturnType<typeof creationOf>['createRetry']>
}

function createRetryContext(deps: RunPlanDeps, length: number): RetryContext {
  const password = { length, random: deps.random }
  const known = new Map<Kind, ReturnType<RetryContext['retryOf']>>()
  return {
    ...deps,
    password,
    retryOf(kind) {
      const retry = known.get(kind) ?? creationOf(kind).createRetry(password)
      known.set(kind, retry)
      return retry
    },
  }
}

function retryOutcome(view: ServerView, item: RunItem, { protectedIps, password }: RetryContext): Outcome {
  const row = currentRow(view, item)
  if (item.op === 'remove') {
    if (row) return planRemoval(row, item.before ?? {}, item.kind)
    return unreadRow(view, item.kind, idOf(item) ?? '') ?? 'noop'
  }
  const sides = { target: item.after ?? {}, expected: item.before ?? {} }
  // A row without a list is planned as it was before. The run reads it before it is changed.
  if (!isListed(item.kind)) return planFieldChange(view, item, sides.expected, sides, protectedIps)
  if (!row) return absentRow(view, item)
  if (item.op === 'password') return newPassword(password)
  return planFieldChange(view, item, row, sides, protectedIps)
}

/** Drafts the missing settings of a row that was created but not set up completely. */
function draftMissingSettings(view: ServerView, item: RunItem, row: RowFacts, protectedIps: readonly string[]): Draft {
  const fields = settable(item.kind)
  const target = Object.fromEntries(Object.entries(item.after ?? {}).filter(([field]) => fields.includes(field)))
  const computeOutcome = () => planFieldChange(view, item, row, { target, expected: {} }, protectedIps)
  return draftOf(view, rowRefOf(item), item.subject, computeOutcome, row)
}

/**
 * Drafts a row that was to be created. It may exist after all. If its id is known, only its missing settings are
 * drafted. If its id is unknown, an equal job counts as the wanted one, and nothing is left to do.
 */
function draftCreation(view: ServerView, item: RunItem, context: RetryContext): Draft {
  const row = currentRow(view, item)
  if (row) return draftMissingSettings(view, item, row, context.protectedIps)
  const unread = item.madeId === null ? null : unreadRow(view, item.kind, item.madeId)
  if (unread) return draftOf(view, rowRefOf(item), item.subject, () => unread)
  return context.retryOf(item.kind)(view, item) ?? draftOf(view, item, item.subject, () => impossible('invalid-result'))
}

/** Returns the length of the passwords of a run. A retry has that of the run that it retries, if that still exists. */
function passwordLengthOf(runs: Runs, runId: string): number {
  const { action } = runs.run(runId)
  if ('length' in action) return action.length
  if (action.type !== 'retry') return defaultPasswordLength
  try {
    return passwordLengthOf(runs, action.runId)
  } catch {
    return defaultPasswordLength
  }
}

/**
 * Prepares what a run failed to do or left out, one plan for each of its steps: the same goal, starting from the
 * current rows. All passwords are generated anew, even if a CSV file gave them.
 * @throws AppError run.unknown
 */
export function prepareRetry({ runId }: ActionOf<'retry'>, deps: RunPlanDeps): readonly PreparedPlan[] {
  const length = passwordLengthOf(deps.runs, runId)
  const items = retried(deps.runs.items(runId, ['failed', 'unknown', 'skipped', 'sent', 'accepted']))
  const bySteps = [...Map.groupBy(items, ({ step = 0 }) => step)].toSorted(([a], [b]) => a - b)
  return bySteps.map(([, stepItems]) => prepareItems(stepItems, length, deps))
}

function prepareItems(items: readonly RunItem[], length: number, deps: RunPlanDeps): PreparedPlan {
  return {
    plannedReads: plannedReadsOf(items),
    *drafts(view): Iterable<Draft> {
      const context = createRetryContext(deps, length)
      for (const item of items) {
        const serverView = view(item.serverId)
        // If a reading has shown that it is not done, the user sees that in the plan and may send it again.
        if (isUnconfirmed(item) && item.notDoneAtMs === null)
          yield draftOf(serverView, rowRefOf(item), item.subject, () => impossible('unconfirmed'))
        else if (item.op === 'create') yield draftCreation(serverView, item, context)
        else {
          const computeOutcome = () => retryOutcome(serverView, item, context)
          yield draftOf(serverView, item, item.subject, computeOutcome, currentRow(serverView, item))
        }
      }
    },
  }
}
