import { AppError } from '../../../shared/errors.ts'
import {
  addEntries,
  listFlags,
  normaliseList,
  removeEntries,
  sameList,
  setEntries,
  subtract,
  swapEntries,
} from '../../../shared/ip/index.ts'
import type { IpsEdit } from '../../../shared/kinds/ftp-model.ts'
import type { FtpAccount } from '../../../shared/kinds/ftp.ts'
import { impossible, type Outcome } from '../../planning/outcome.ts'

type List = readonly string[]

/**
 * Refuses entries that cannot be read. A panel may hold text that is no address: it can be removed, and it can stay in
 * a list that is set, so these two are checked row by row.
 * @throws AppError input.invalid naming each entry that is no address, CIDR or range, except in `remove` and `set`
 */
function refuseUnreadable({ mode, entries }: IpsEdit): void {
  const { problems } = normaliseList(entries)
  if (mode === 'remove' || mode === 'set' || problems.length === 0) return
  throw new AppError('input.invalid', 'Not a list of addresses', {
    issues: problems.map(({ entry, reason }) => ({
      path: 'intent.action.patch.ips.entries',
      message: reason,
      text: entry,
    })),
  })
}

function resultOf({ mode, entries, remove = [] }: IpsEdit, before: List): List {
  if (mode === 'set') return setEntries(before, entries)
  if (mode === 'swap') return swapEntries(before, { remove, add: entries })
  if (mode === 'add') return addEntries(before, entries)
  return mode === 'remove' ? removeEntries(before, entries) : subtract(before, entries)
}

/**
 * Plans a change of an account's list: sets it, adds entries, drops equal entries, swaps entries for others, or takes
 * addresses away. Entries that are not touched keep their text, new ones are as typed. Rows with equal lists share one
 * outcome, because a fleet has few different lists.
 * @throws AppError input.invalid for entries that cannot be read, except in the modes `remove` and `set`
 */
export function allowedIpsEdit(edit: IpsEdit, protectedIps: List): (row: FtpAccount) => Outcome {
  refuseUnreadable(edit)
  const isSet = edit.mode === 'set'
  const unreadable = isSet ? normaliseList(edit.entries).problems.map(({ entry }) => entry) : []
  const outcomesByList = new Map<string, Outcome>()

  const outcomeFor = (before: List | null): Outcome => {
    if (before === null && !isSet) return impossible('ips-unknown')
    const held = new Set(before?.map((entry) => entry.trim()))
    if (unreadable.some((entry) => !held.has(entry))) return impossible('invalid-result', 'allowedIps')
    const after = resultOf(edit, before ?? [])
    if (before !== null && (isSet ? sameList(before, after) : sameTexts(before, after))) return 'noop'
    // A list that was never read cannot be restored.
    return {
      op: 'update',
      before: { allowedIps: before },
      after: { allowedIps: after },
      ...listFlags(before, after, protectedIps),
      undo: before === null ? 'none' : 'full',
    }
  }
  return ({ allowedIps }) => {
    const key = allowedIps === null ? 'unknown' : JSON.stringify(allowedIps)
    const outcome = outcomesByList.get(key) ?? outcomeFor(allowedIps)
    if (outcomesByList.size < maxCachedOutcomes) outcomesByList.set(key, outcome)
    return outcome
  }
}

/** Whether two lists have the same texts. Entries that are not touched keep their text, so an unchanged list does. */
const sameTexts = (a: List, b: List) => a.length === b.length && a.every((entry, at) => entry === b[at])

const maxCachedOutcomes = 10_000
