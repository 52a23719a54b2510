import { listFlags } from '../../../shared/ip/index.ts'
import type { CronJob } from '../../../shared/model/cron.ts'
import type { FtpAccount } from '../../../shared/model/ftp.ts'
import { rowKey } from '../../../shared/model/inventory.ts'
import type { RowFacts } from '../../../shared/model/plan.ts'
import type { RunItem } from '../../../shared/model/run.ts'
import { differences, impossible, type Outcome } from './outcome.ts'
import { createPlannedReads, type PlannedRead } from './planned-reads.ts'
import type { ServerView } from './server-view.ts'
import { parseKey } from './targets.ts'

/** The id of the row that an item of a run is about: of one it made, the new one. Null where none is known. */
export function idOf(item: RunItem): string | null {
  return item.op === 'create' ? item.madeId : (parseKey(item.key)?.id ?? null)
}

/** Where the row is that an item of a run is about: one that was made has its own key now. */
export const indexOf = ({ key, serverId, kind, op, madeId }: RunItem) => ({
  key: op === 'create' && madeId !== null ? rowKey(serverId, kind, madeId) : key,
  serverId,
  kind,
})

/** Whether an item was sent and no reading has told yet what became of it. */
export const isUnconfirmed = ({ state }: RunItem): boolean => state === 'sent' || state === 'accepted'

/** The row that an item of a run is about, as it is now. */
export function rowNow(view: ServerView, item: RunItem): FtpAccount | CronJob | undefined {
  const id = idOf(item)
  return id === null ? undefined : view[item.kind].get(id)
}

/**
 * Made rows are looked for where a reading can show them; one that came to its end without being read back is in no
 * older reading.
 */
const sinceOf = ({ op, sentAtMs, endedAtMs }: RunItem) =>
  op === 'create' && sentAtMs !== null ? { sinceMs: Math.max(sentAtMs, endedAtMs ?? 0) } : {}

/** What must be known before items of a run can be turned round or tried again. */
export function plannedReadsOf(items: readonly RunItem[]): readonly PlannedRead[] {
  const plannedReads = createPlannedReads()
  for (const item of items) {
    const lists =
      item.kind === 'ftp' &&
      (item.op === 'update' || item.madeId !== null) &&
      item.after !== null &&
      'allowedIps' in item.after
    plannedReads.want(item.serverId, {
      kind: item.kind,
      ...sinceOf(item),
      ...(lists ? { list: idOf(item) ?? '' } : {}),
    })
  }
  return plannedReads.all()
}

const isList = (value: unknown): value is readonly string[] => Array.isArray(value)

/**
 * Sets fields of a row as they are kept in a ledger. `expected` is what they should be now: where they are not, someone
 * else has changed the row, and that is confirmed by itself.
 */
export function setBack(
  view: ServerView,
  row: FtpAccount | CronJob,
  { target, expected }: { readonly target: RowFacts; readonly expected: RowFacts },
  protectedIps: readonly string[],
): Outcome {
  if ('allowedIps' in target) {
    // What was unknown then cannot be set.
    if (!isList(target['allowedIps'])) return impossible('not-undoable', 'allowedIps')
    const failed = 'username' in row && row.allowedIps === null ? view.ipsFailed.get(row.username) : undefined
    if (failed !== undefined) return impossible('unread', failed)
  }
  const sides = differences(row, target)
  if (sides === null) return 'noop'
  const { before, after } = sides
  const [old, list] = [before['allowedIps'], after['allowedIps']]
  const listed = isList(list)
    ? listFlags(isList(old) ? old : null, list, protectedIps)
    : { flags: [], lostProtectedIps: [] }
  const changed = differences(row, expected) !== null
  return {
    op: 'update',
    before,
    after,
    flags: [...listed.flags, ...(changed ? (['changed-since'] as const) : [])],
    undo: isList(list) && !isList(old) ? 'none' : 'full',
    lostProtectedIps: listed.lostProtectedIps,
  }
}

/** Fields that a panel changes by itself. */
const restless = new Set(['updatedAt', 'lastRunAt', 'lastRunOk', 'nextRunAt'])

/** What a user can have changed of a row. */
export const steady = (facts: RowFacts): RowFacts =>
  Object.fromEntries(Object.entries(facts).filter(([field]) => !restless.has(field)))

/** The removal of a row that is there, which should still be as `expected`. */
export function removal(row: FtpAccount | CronJob, expected: RowFacts, kind: RunItem['kind']): Outcome {
  const changed = differences(row, steady(expected)) !== null
  return {
    op: 'remove',
    before: { ...row },
    after: null,
    flags: changed ? ['changed-since'] : [],
    undo: kind === 'ftp' ? 'none' : 'recreate',
  }
}
