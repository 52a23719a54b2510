import { randomUUID } from 'node:crypto'
import type { Output, ParsedInput } from '../../shared/contract.ts'
import { AppError } from '../../shared/errors.ts'
import { kindModels } from '../../shared/kinds/index.ts'
import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { ChangeQuestion, ImpossibleRow, PlanItem } from '../../shared/model/plan.ts'
import type { Handlers } from '../dispatch.ts'
import type { createPlanner } from './plan/planner.ts'
import { parseKey } from '../planning/targets.ts'
import { readRow } from './run/row-snapshot.ts'
import { missingConfirmation } from './run/start.ts'
import { isOver, itemOf } from './run/views.ts'
import type { Running } from './run-handlers.ts'
import type { StoredItem } from '../storage/run-columns.ts'
import { type BulkDeps, type CachedPlan, panelRowOf } from './types.ts'

type ChangeMethods = 'change.apply' | 'change.undo'
type ApplyInput = ParsedInput<'change.apply'>
type Result = Output<'change.apply'>

/** How long after the answer timeout a change may still end before it is reported as not known yet, in ms. */
const readBackMs = 5_000

/**
 * Creates the handlers that change one row and wait for the outcome. Such a change is a plan of one item: it passes the
 * same checks as a plan of thousands, is on disk before anything is sent, and is reconciled by the same rules.
 */
export function createChangeHandlers(
  deps: BulkDeps,
  planner: Pick<ReturnType<typeof createPlanner>, 'plan'>,
  startRow: Running['startRow'],
): Pick<Handlers, ChangeMethods> {
  const planOf = ({ intent, password }: ApplyInput) =>
    planner.plan({
      planningId: randomUUID(),
      intent,
      name: null,
      secrets: { password },
      ofOneRow: true,
      tryHung: true,
    })
  const apply = async (input: ApplyInput, askedAtMs: number): Promise<Result> => {
    let plan = await planOf(input)
    refuseMany(plan)
    // The known rows may be old: only a row just read can show that nothing is to be done, or that it is gone.
    if (hasNothingToDo(plan) && (await readNamedRow(deps, input.intent))) plan = await planOf(input)
    if (plan.impossible[0]) return refused(plan, plan.impossible[0])
    const [item] = plan.items
    if (!item) return { run: null, item: null }
    refuseUnknownPassword(plan, input)
    const question = questionOf(plan, item, input.confirm)
    if (question) throw new AppError('confirm.needed', 'The change must be confirmed', { ...question })
    return outcomeOf(deps, startRow(plan, input.confirm ?? { include: [] }, askedAtMs))
  }
  /** Lets changes of the same rows run one after another: each is planned on what the one before it has left. */
  const turnOf = ({ action, keys }: BulkIntent) =>
    keys.map((key) => panelRowOf(deps.connections.panelOf, key)).join() || JSON.stringify(action)
  const inTurn = (input: ApplyInput) => {
    const askedAtMs = deps.clock.now()
    return deps.withLock(`change/${turnOf(input.intent)}`, () => apply(input, askedAtMs))
  }
  return {
    'change.apply': inTurn,
    'change.undo': ({ runId, confirm }) => inTurn({ intent: { action: { type: 'undo', runId }, keys: [] }, confirm }),
  }
}

/**
 * Returns what the user has yet to confirm. A row is deleted only on a confirmation, even if nothing must be typed. A
 * word must be typed only for a deletion: a new password was typed itself, and other changes of one row can be undone
 * or are asked about by their flags.
 */
function questionOf(plan: CachedPlan, item: PlanItem, confirm: ApplyInput['confirm']): ChangeQuestion | null {
  const isRemoval = item.op === 'remove'
  const missing = missingConfirmation(plan, confirm ?? { include: [] })
  const { flags = [], protectedIps = [] } = missing ?? {}
  const typed = isRemoval ? (missing?.typed ?? null) : null
  const isOpen = flags.length + protectedIps.length > 0 || typed !== null || (isRemoval && !confirm)
  return isOpen ? { item, flags, typed, protectedIps } : null
}

const isGone = ({ reason, detail }: ImpossibleRow) => reason === 'gone' && detail === null

const hasNothingToDo = ({ items, impossible }: CachedPlan) => items.length === 0 && impossible.every(isGone)

/**
 * Reads the row that an intent names by itself. Returns false if it names none that a panel can have: a creation, an
 * undo or a retry names none.
 * @throws AppError as the panel's client does, except panel.not-found
 */
async function readNamedRow(deps: BulkDeps, { keys: [key = ''] }: BulkIntent): Promise<boolean> {
  const target = parseKey(key)
  if (target === null || !kindModels[target.kind].id.safeParse(target.id).success) return false
  await readRow(deps, target.serverId, target.kind, target.id, {
    priority: 'interactive',
    unshared: true,
    oneTimeout: true,
  })
  return true
}

/** Returns that nothing is to be done for a deletion of a row that is gone. @throws AppError change.impossible */
function refused({ head }: CachedPlan, row: ImpossibleRow): Result {
  const { reason, detail, subject } = row
  if (isGone(row) && head.action.type.endsWith('.remove')) return { run: null, item: null }
  throw new AppError('change.impossible', `The change of ${subject} is not possible: ${reason}`, { reason, detail })
}

/** @throws AppError input.invalid if the intent is of more than one row */
function refuseMany({ items, impossible }: CachedPlan): void {
  if (items.length + impossible.length > 1)
    throw new AppError('input.invalid', 'A change of one row has one item', {
      issues: [{ path: 'intent', message: 'More than one row' }],
    })
}

/**
 * Refuses a change whose password nobody would know: there is no credentials sheet of one row, so the password must be
 * given with the change.
 * @throws AppError input.invalid
 */
function refuseUnknownPassword({ secrets }: CachedPlan, { password }: ApplyInput): void {
  if ([...secrets.values()].every((secret) => secret === password)) return
  throw new AppError('input.invalid', 'The change sets a password, which must be given with it', {
    issues: [{ path: 'password', message: 'Required' }],
  })
}

/**
 * Refuses a change that was not sent because it could not be recorded or had no token any more.
 * @throws AppError storage.* | vault.locked
 */
function refuseUnsent({ state, outcome: { error, firstSentAtMs } }: StoredItem): void {
  if (state !== 'failed' || firstSentAtMs !== null || error === null) return
  if (error.code.startsWith('storage.') || error.code === 'vault.locked')
    throw new AppError(error.code, error.message, error.details)
}

/** Waits until the run is over or the answer is overdue, and returns what is known then. */
async function outcomeOf(
  { storage, connections, clock }: BulkDeps,
  run: ReturnType<Running['startRow']>,
): Promise<Result> {
  let cancel = () => undefined as void
  const overdue = new Promise<void>((resolve) => {
    cancel = clock.after(connections.timeouts().wholeMs + readBackMs, resolve)
  })
  await Promise.race([run.stopped(), overdue]).finally(cancel)
  if (run.ledger.run().state === 'paused') await run.cancel()
  const [item] = storage.runs.items({ runId: run.ledger.id })
  if (item) refuseUnsent(item)
  return { run: run.run(), item: item ? itemOf(item, isOver(run.ledger.run())) : null }
}
