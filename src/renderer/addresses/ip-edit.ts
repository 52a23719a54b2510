import {
  confirmNeeded,
  diffLists,
  normaliseList,
  parseIpList,
  shortCidr,
  warnings,
  type ListDiff,
  type ListWarning,
  type PasteProblem,
  type PastedEntry,
} from '../../shared/ip/index.ts'

/** What turning a restriction on or off is called when it is confirmed; null where neither happens. */
export type Confirmation = 'first-restriction' | 'last-restriction' | null

/** Entries that one change of lists takes, as the model says. */
export const mostEntries = 1000

export interface IpEdit {
  /** The list that would be sent: normal CIDRs, each once, and entries of the panel's own that cannot be read. */
  readonly list: readonly string[]
  readonly problems: readonly PasteProblem[]
  /** Entries that were changed on the way to the normal form, with the reason. */
  readonly rewritten: readonly PastedEntry[]
  /** Unreadable entries that the panel holds already: kept as they are. */
  readonly kept: readonly string[]
  readonly warnings: readonly ListWarning[]
  /** Null where the current list is not known. */
  readonly diff: ListDiff | null
  readonly confirmation: Confirmation
  readonly changed: boolean
}

/**
 * What a typed or pasted list means beside the one the panel holds; `current` is null where that was not read.
 * The two confirmations are core's rule: an empty list becoming non-empty, and the reverse; from an unknown list,
 * either.
 */
export function readIpEdit(text: string, current: readonly string[] | null): IpEdit {
  const pasted = parseIpList(text)
  const held = new Set((current ?? []).map((entry) => entry.trim()))
  const kept = [...new Set(pasted.problems.filter((problem) => held.has(problem.text)).map((problem) => problem.text))]
  const { entries: list } = normaliseList([...pasted.cidrs, ...kept])
  const diff = current === null ? null : diffLists(current, list)
  return {
    list,
    problems: pasted.problems.filter((problem) => !held.has(problem.text)),
    rewritten: pasted.entries.filter((entry) => entry.notes.length > 0),
    kept,
    warnings: warnings(pasted.entries.map((entry) => entry.text)),
    diff,
    confirmation: confirmNeeded(current, list),
    changed: diff === null || diff.added.length > 0 || diff.removed.length > 0,
  }
}

/** The inverse of a confirmation, for taking a change back: the way that was opened is closed again. */
export function confirmationBack(
  before: readonly string[],
  after: readonly string[],
): Exclude<Confirmation, null> | undefined {
  return confirmNeeded(after, before) ?? undefined
}

/** A list as it is put in the editor: one entry a line, as people write it. */
export function editorText(list: readonly string[]): string {
  return list.map(shortCidr).join('\n')
}
