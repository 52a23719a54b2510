import { rebaseList } from '../../../shared/ip/index.ts'
import type { Kind } from '../../../shared/kinds/index.ts'
import type { PlanItem, RowFacts } from '../../../shared/model/plan.ts'
import { changedFields, othersOf } from '../../kinds/row-facts.ts'
import { creationOf, type PanelRow, rowKind } from '../../kinds/index.ts'
import { flipped, settable } from '../../kinds/setters.ts'
import { createdAtMsOf } from '../../planning/created-at.ts'
import type { ItemOutcome } from '../../storage/run-columns.ts'

/** Returns the id in a row key `serverId/kind/id`; for a row to be created, `+name`. */
export const idOf = (item: Pick<PlanItem, 'key'>): string => item.key.split('/').slice(2).join('/')

export const idOfRow = (kind: Kind, row: PanelRow): string => rowKind(kind).idOf(row)

const factsOf = (row: PanelRow): RowFacts => ({ ...row })

/** Returns the fields that an item sets, with their values. */
export function wantedOf({ kind, after }: PlanItem): RowFacts {
  const fields = settable(kind)
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
  const { same } = rowKind(item.kind)
  const open = Object.entries(wantedOf(item))
    .filter(([field, wanted]) => !same(field, facts[field], wanted))
    .map(([field]) => field)
  const isHidden = (field: string) => field === 'enabled' && facts[field] === null
  const isAsBefore = (field: string) =>
    isHidden(field) ||
    (item.before?.[field] ?? null) === null ||
    same(field, facts[field] ?? null, item.before?.[field])
  return { toSend: open.filter(isAsBefore), conflicting: open.filter((field) => !isAsBefore(field)) }
}

/**
 * Returns the fields of a new row that are not yet as wanted. A list of addresses that is not shown counts as missing,
 * unless an empty list is wanted.
 */
export function missingOf(item: PlanItem, row: PanelRow): readonly string[] {
  const facts = factsOf(row)
  const { same } = rowKind(item.kind)
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0
  return Object.entries(wantedOf(item))
    .filter(([field, wanted]) => !same(field, facts[field], wanted) && !(facts[field] === null && isEmpty(wanted)))
    .map(([field]) => field)
}

/** Whether a row has the name of the one to be created. */
export const isNamesake = ({ kind, after }: PlanItem, row: PanelRow): boolean =>
  creationOf(kind).identifies(after ?? {}, row) !== 'no'

/**
 * Whether a row has all values that were given for the one to be created. An empty text and a missing one are the same.
 */
export function isAsAsked({ kind, after }: PlanItem, row: PanelRow): boolean {
  const facts = factsOf(row)
  return Object.entries(after ?? {}).every(([field, wanted]) =>
    rowKind(kind).same(field, facts[field] ?? '', wanted ?? ''),
  )
}

/** Whether a row is another one than the planned one of the same id, which was removed before this one was created. */
export function isReplaced({ before }: PlanItem, row: PanelRow): boolean {
  const [then, now] = [createdAtMsOf(before ?? {}), createdAtMsOf(row)]
  return then !== null && now !== null && now > then
}

/** Whether a row shows the wanted values. A list or switch that it does not show is not checked. */
export function isInForce(item: PlanItem, row: PanelRow): boolean {
  const facts = factsOf(row)
  return Object.entries(wantedOf(item)).every(
    ([field, wanted]) => facts[field] === null || rowKind(item.kind).same(field, facts[field], wanted),
  )
}

/** Returns the fields of a row to delete that changed since the plan. A value unknown on either side is no change. */
export function driftOf({ kind, before }: PlanItem, row: PanelRow): readonly string[] {
  const facts = factsOf(row)
  return settable(kind).filter(
    (field) =>
      (before?.[field] ?? null) !== null &&
      (facts[field] ?? null) !== null &&
      !rowKind(kind).same(field, facts[field], before?.[field]),
  )
}

/**
 * Returns the item with the fields that it leaves alone as they are in this row, which was read right before the item
 * is sent for the first time. What someone else has changed since the plan is then not taken for a side effect of it.
 */
export function withOthersAsRead(item: PlanItem, row: PanelRow | undefined): PlanItem {
  const { others, after } = item
  if (!others || !row) return item
  const now = othersOf({ ...row }, after)
  const isAsPlanned = Object.entries(now).every(([field, value]) =>
    rowKind(item.kind).same(field, others[field], value),
  )
  return isAsPlanned ? item : { ...item, others: { ...others, ...now } }
}

/** Whether a change may have had a side effect on a field that this row, one of a list, does not show. */
export const mayHaveHiddenEffect = (item: PlanItem, row: PanelRow): boolean =>
  item.op === 'update' &&
  Object.keys(wantedOf(item)).some((field) => !flipped(item.kind).includes(field)) &&
  rowKind(item.kind).ownRead.some(
    (field) => Boolean(strings(item.others?.[field])?.length) && factsOf(row)[field] === null,
  )

/** Whether the item changes a value of an existing row that can only be flipped. */
export const flips = (item: PlanItem): boolean =>
  item.op === 'update' && flipped(item.kind).some((field) => wantedOf(item)[field] !== undefined)

/** Whether the item makes a request that has another effect if it is carried out twice. */
export const isPost = (item: PlanItem): boolean => item.op === 'create' || flips(item)

/** Whether a row lacks what the item sets: a field that lists of some panels leave out, or a value to be flipped. */
export function hides(item: PlanItem, row: PanelRow): boolean {
  const facts = factsOf(row)
  const wanted = wantedOf(item)
  return [...rowKind(item.kind).ownRead, ...flipped(item.kind)].some(
    (field) => wanted[field] !== undefined && facts[field] === null,
  )
}

/** Whether the item sets a field that lists of some panels leave out. */
export const setsOwnRead = (item: PlanItem): boolean =>
  rowKind(item.kind).ownRead.some((field) => wantedOf(item)[field] !== undefined)

const strings = (value: unknown): readonly string[] | null => (Array.isArray(value) ? value.map(String) : null)

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

/**
 * Returns what the outcome of a failed item says of its row, of which these fields were found afterwards. An update of
 * which the panel has carried out a part can be undone in that part.
 */
export const foundAfter = (item: PlanItem, found: RowFacts | null): Pick<ItemOutcome, 'found' | 'halfDone'> => ({
  found,
  halfDone:
    item.op === 'update' &&
    found !== null &&
    changedFields(found, item.before ?? {}, rowKind(item.kind).same).length > 0,
})
