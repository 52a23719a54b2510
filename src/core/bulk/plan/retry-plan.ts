import type { z } from 'zod'
import { type CreatedKind, isCreated, isListed } from '../../../shared/kinds/index.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import { cronDraft, cronPatch } from '../../../shared/kinds/cron.ts'
import { newAccount } from '../../../shared/model/bulk-action.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import type { Runs } from '../types.ts'
import { newAccountDraft } from './accounts-plan.ts'
import { createJobPlanner, type JobPlanner } from './actions/cron-create.ts'
import { ftpPassword } from './actions/ftp-rows.ts'
import { newJobDraft } from './jobs-plan.ts'
import {
  absentRow,
  idOf,
  isUnconfirmed,
  rowRefOf,
  plannedReadsOf,
  planRemoval,
  currentRow,
  planFieldChange,
} from './ledger-rows.ts'
import { type Draft, impossible, type Outcome } from './actions/outcome.ts'
import { type ActionOf, draftOf, type PlanDeps, type PreparedPlan } from './prepared.ts'
import { type ServerView, unreadRow } from './actions/server-view.ts'

const defaultPasswordLength = 24

/** Whether an item can be retried. A skipped item can, if the reason may no longer hold. */
const canRetry = ({ state, skipped }: RunItem) =>
  state !== 'skipped' || skipped === 'lane-stopped' || skipped === 'cancelled'

interface RetryContext extends PlanDeps {
  readonly length: number
  readonly jobPlanner: JobPlanner
}

function retryOutcome(view: ServerView, item: RunItem, { protectedIps, random, length }: RetryContext): Outcome {
  const row = currentRow(view, item)
  if (item.op === 'remove') {
    if (row) return planRemoval(row, item.before ?? {}, item.kind)
    return unreadRow(view, item.kind, idOf(item) ?? '') ?? 'noop'
  }
  const sides = { target: item.after ?? {}, expected: item.before ?? {} }
  // A row without a list is planned as it was before. The run reads it before it is changed.
  if (!isListed(item.kind)) return planFieldChange(view, item, sides.expected, sides, protectedIps)
  if (!row) return absentRow(view, item)
  if (item.op === 'password') return ftpPassword({ length, random })()
  return planFieldChange(view, item, row, sides, protectedIps)
}

/** How a creation of a kind is planned again. */
interface RetriedCreation {
  /** The settings that an existing row can be given. */
  readonly settings: z.ZodType<RowFacts>
  /** Drafts the row once more; null if its values are not valid. */
  draft(view: ServerView, item: RunItem, context: RetryContext): Draft | null
}

const creations: { readonly [K in CreatedKind]: RetriedCreation } = {
  ftp: {
    settings: newAccount.pick({ quotaMb: true, readOnly: true, allowedIps: true, enabled: true }),
    draft(view, item, { random, length }) {
      const account = newAccount.safeParse(item.after)
      return account.success ? newAccountDraft(view, account.data, { length, random }) : null
    },
  },
  cron: {
    settings: cronPatch,
    draft(view, item, { jobPlanner }) {
      const job = cronDraft.safeParse(item.after)
      const settings = cronPatch.safeParse(item.after)
      if (!job.success || !settings.success) return null
      return newJobDraft(view, item.subject, () => {
        const template = { ...job.data, ...settings.data }
        const outcome = jobPlanner.plan(view, template, { variables: undefined, laterMin: 0 })
        return outcome === 'noop' || 'reason' in outcome || item.replaces === undefined
          ? outcome
          : { ...outcome, replaces: item.replaces }
      })
    },
  },
}

/** Drafts the missing settings of a row that was created but not set up completely. */
function draftMissingSettings(
  view: ServerView,
  item: RunItem,
  kind: CreatedKind,
  row: NonNullable<ReturnType<typeof currentRow>>,
  protectedIps: readonly string[],
): Draft {
  const settings = creations[kind].settings.safeParse(item.after)
  const computeOutcome = () =>
    settings.success ? planFieldChange(view, item, row, { target: settings.data, expected: {} }, protectedIps) : 'noop'
  return draftOf(view, rowRefOf(item), item.subject, computeOutcome, row)
}

/**
 * Drafts a row that was to be created. It may exist after all. If its id is known, only its missing settings are
 * drafted. If its id is unknown, an equal job counts as the wanted one, and nothing is left to do.
 */
function draftCreation(view: ServerView, item: RunItem, context: RetryContext): Draft {
  const row = currentRow(view, item)
  const kind = isCreated(item.kind) ? item.kind : null
  if (row && kind) return draftMissingSettings(view, item, kind, row, context.protectedIps)
  const unread = item.madeId === null ? null : unreadRow(view, item.kind, item.madeId)
  if (unread) return draftOf(view, rowRefOf(item), item.subject, () => unread)
  const created = kind && creations[kind].draft(view, item, context)
  return created ?? draftOf(view, item, item.subject, () => impossible('invalid-result'))
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
 * Prepares what a run failed to do or left out: the same goal, starting from the current rows. All passwords are
 * generated anew, even if a CSV file gave them.
 * @throws AppError run.unknown
 */
export function prepareRetry({ runId }: ActionOf<'retry'>, deps: PlanDeps): PreparedPlan {
  const length = passwordLengthOf(deps.runs, runId)
  const items = deps.runs.items(runId, ['failed', 'unknown', 'skipped', 'sent', 'accepted']).filter(canRetry)
  return {
    plannedReads: plannedReadsOf(items),
    *drafts(view): Iterable<Draft> {
      const context: RetryContext = { ...deps, length, jobPlanner: createJobPlanner() }
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
