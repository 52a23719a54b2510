import {
  addEntries,
  diffLists,
  parseIpList,
  shortCidr,
  warnings,
  type ListDiff,
  type ListWarning,
  type PasteProblem,
  type PastedEntry,
} from '../../shared/ip/index.ts'

/** The most entries that one change of lists takes. The model has the same limit. */
export const mostEntries = 1000

export interface IpEdit {
  /** The list that would be sent: the entries of the text and those in `kept`, in their order, without duplicates. */
  readonly list: readonly string[]
  /** How many networks the readable entries are. */
  readonly networks: number
  readonly problems: readonly PasteProblem[]
  /** Entries that are sent otherwise than they were typed, with the reason. */
  readonly rewritten: readonly PastedEntry[]
  /**
   * Unreadable pieces of the text that are entries of the panel's list. They are kept as they are. An entry that
   * `parseIpList` does not return whole, such as one with a space, a comma or over 100 characters, is not recognised.
   */
  readonly kept: readonly string[]
  readonly warnings: readonly ListWarning[]
  /** Null if the current list is not known. */
  readonly diff: ListDiff | null
  /** True also if the current list is not known. */
  readonly changed: boolean
}

/**
 * Compares a typed or pasted list with the panel's list; `current` is null if that was not read.
 */
export function readIpEdit(text: string, current: readonly string[] | null): IpEdit {
  const pasted = parseIpList(text)
  const currentEntries = new Set((current ?? []).map((entry) => entry.trim()))
  const keptPieces = pasted.problems.filter((problem) => currentEntries.has(problem.text))
  const pieces = [...pasted.entries, ...keptPieces].sort((a, b) => a.line - b.line || a.column - b.column)
  const list = addEntries(
    [],
    pieces.flatMap((piece) => ('sent' in piece ? piece.sent : [piece.text])),
  )
  const diff = current === null ? null : diffLists(current, list)
  return {
    list,
    networks: pasted.cidrs.length,
    problems: pasted.problems.filter((problem) => !currentEntries.has(problem.text)),
    rewritten: pasted.entries.filter(({ notes }) => notes.length > 0),
    kept: [...new Set(keptPieces.map(({ text }) => text))],
    warnings: warnings(pasted.entries.map((entry) => entry.text)),
    diff,
    changed: diff === null || diff.added.length > 0 || diff.removed.length > 0,
  }
}

/** Whether the list can be sent: all of it can be read, it is not too long, and it differs from the panel's. */
export const isSendable = ({ problems, changed, list }: IpEdit): boolean =>
  problems.length === 0 && changed && list.length <= mostEntries

/** Returns a list as text for the editor: one entry per line, in the short form that people write. */
export function editorText(list: readonly string[]): string {
  return list.map(shortCidr).join('\n')
}
