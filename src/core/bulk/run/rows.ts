import { rebaseList, sameList } from '../../../shared/ip/index.ts'
import type { PlanItem, RowFacts } from '../../../shared/model/plan.ts'
import type { CronJob } from '../../../shared/model/cron.ts'
import type { FtpAccount } from '../../../shared/model/ftp.ts'
import { isNamed } from '../../panel/reconcile.ts'
import type { ReportedRow } from '../../panel/types.ts'

/** One row as its panel shows it. */
export type PanelRow = ReportedRow<FtpAccount> | ReportedRow<CronJob>

/** Fields that a panel can set, by kind. */
const settable = {
  ftp: ['enabled', 'allowedIps', 'quotaMb', 'readOnly'],
  cron: ['name', 'command', 'cronExpr', 'enabled', 'emailOnComplete', 'emailOnError'],
} as const

/** Returns the id in a row key `serverId/kind/id`; for a row to be created, `+name`. */
export const idOf = (item: Pick<PlanItem, 'key'>): string => item.key.split('/').slice(2).join('/')

export const idOfRow = (row: PanelRow): string => ('username' in row ? row.username : String(row.id))

const factsOf = (row: PanelRow): RowFacts => ({ ...row })

const strings = (value: unknown): readonly string[] | null => (Array.isArray(value) ? value.map(String) : null)

/**
 * Whether two values of a field mean the same. Lists are compared by their networks, schedules regardless of how many
 * spaces part their fields, and other texts without the spaces around them.
 */
export function sameValue(field: string, a: unknown, b: unknown): boolean {
  if (field === 'allowedIps') {
    const [one, two] = [strings(a), strings(b)]
    return one === null || two === null ? one === two : sameList(one, two)
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return field === 'cronExpr'
      ? a.trim().replace(/\s+/g, ' ') === b.trim().replace(/\s+/g, ' ')
      : a.trim() === b.trim()
  }
  return a === b
}

/** Returns the fields that an item sets, with their values. */
export function wantedOf({ kind, after }: PlanItem): RowFacts {
  const fields: readonly string[] = settable[kind]
  return Object.fromEntries(
    Object.entries(after ?? {}).filter(
      ([field, value]) => fields.includes(field) && value !== undefined && value !== null,
    ),
  )
}

/** Returns these fields of a row. */
export const pick = (row: PanelRow, fields: Iterable<string>): RowFacts => {
  const facts = factsOf(row)
  return Object.fromEntries([...fields].map((field) => [field, facts[field] ?? null]))
}

/**
 * Compares a row with a change of it. Returns the fields that are as before and have yet to be set (`toSend`), and
 * those that are neither as before nor as wanted, because someone else has changed them (`conflicting`). A field that
 * was unknown when the plan was made counts as being as before, and so does a switch that the panel does not show.
 */
export function compareRow(item: PlanItem, row: PanelRow) {
  const facts = factsOf(row)
  const open = Object.entries(wantedOf(item))
    .filter(([field, wanted]) => !sameValue(field, facts[field], wanted))
    .map(([field]) => field)
  const isHidden = (field: string) => field === 'enabled' && facts[field] === null
  const isAsBefore = (field: string) =>
    isHidden(field) ||
    (item.before?.[field] ?? null) === null ||
    sameValue(field, facts[field] ?? null, item.before?.[field])
  return { toSend: open.filter(isAsBefore), conflicting: open.filter((field) => !isAsBefore(field)) }
}

/**
 * Returns the fields of a new row that are not yet as wanted. A list of addresses that is not shown counts as missing,
 * unless an empty list is wanted.
 */
export function missingOf(item: PlanItem, row: PanelRow): readonly string[] {
  const facts = factsOf(row)
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0
  return Object.entries(wantedOf(item))
    .filter(([field, wanted]) => !sameValue(field, facts[field], wanted) && !(facts[field] === null && isEmpty(wanted)))
    .map(([field]) => field)
}

/** Whether a row has the name of the one to be created. */
export function isNamesake({ kind, after }: PlanItem, row: PanelRow): boolean {
  if ('username' in row) return kind === 'ftp' && isNamed(row, String(after?.['username'] ?? ''))
  return kind === 'cron' && row.name === after?.['name']
}

/**
 * Whether a row has all values that were given for the one to be created. An empty text and a missing one are the same.
 * The username is not compared, because the panel may put the owner in front of it. A domain that is not shown is no
 * difference: the API document takes a domain with a new row, but shows none in its rows.
 */
export function isAsAsked({ after }: PlanItem, row: PanelRow): boolean {
  const facts = factsOf(row)
  return Object.entries(after ?? {}).every(([field, wanted]) => {
    const isIgnored = field === 'username' || (field === 'domain' && (facts[field] ?? null) === null)
    return isIgnored || sameValue(field, facts[field] ?? '', wanted ?? '')
  })
}

/** Whether a row shows the wanted values. A list or switch that it does not show is not checked. */
export function isInForce(item: PlanItem, row: PanelRow): boolean {
  const facts = factsOf(row)
  return Object.entries(wantedOf(item)).every(
    ([field, wanted]) => facts[field] === null || sameValue(field, facts[field], wanted),
  )
}

/** Returns the fields of a row to delete that changed since the plan. A value unknown on either side is no change. */
export function driftOf({ kind, before }: PlanItem, row: PanelRow): readonly string[] {
  const facts = factsOf(row)
  return settable[kind].filter(
    (field) =>
      (before?.[field] ?? null) !== null &&
      (facts[field] ?? null) !== null &&
      !sameValue(field, facts[field], before?.[field]),
  )
}

/** Whether the item changes the switch of an existing account, which can only be flipped. */
export const flips = (item: PlanItem): boolean =>
  item.kind === 'ftp' && item.op === 'update' && wantedOf(item)['enabled'] !== undefined

/** Whether the row of an account lacks what the item sets: addresses, as in the lists of some panels, or the switch. */
export function hides(item: PlanItem, row: PanelRow): boolean {
  if (!('username' in row)) return false
  const wanted = wantedOf(item)
  return (
    (wanted['allowedIps'] !== undefined && row.allowedIps === null) ||
    (wanted['enabled'] !== undefined && row.enabled === null)
  )
}

/** Whether the item sets a list of addresses. */
export const setsIps = (item: PlanItem): boolean => item.kind === 'ftp' && wantedOf(item)['allowedIps'] !== undefined

/**
 * Returns the item as it would be carried out on the row as it is found now. A row to be created is created beside the
 * found one. A list that was to be replaced is still replaced. A list that was to gain or lose entries gains and loses
 * the same entries.
 */
export function rebased(item: PlanItem, found: RowFacts, replacesList: boolean): PlanItem {
  if (item.op === 'create') return item
  const before = { ...item.before, ...found }
  const [was, will, now] = [item.before?.['allowedIps'], item.after?.['allowedIps'], found['allowedIps']].map(strings)
  if (replacesList || !was || !will || !now) return { ...item, before }
  return { ...item, before, after: { ...item.after, allowedIps: [...rebaseList(now, was, will)] } }
}
