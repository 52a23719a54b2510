import { type EntryNote, type EntryProblem, parseEntry } from './entry.ts'
import { addEntries, sentTexts } from './list.ts'

/** Where a piece of a pasted text is. Both numbers count from 1; columns are UTF-16 units. */
interface TextSpan {
  readonly line: number
  readonly column: number
  /** The piece as written, at most its first 100 characters. */
  readonly text: string
}

export interface PastedEntry extends TextSpan {
  readonly cidrs: readonly string[]
  /** The texts in which the entry is sent to a panel. */
  readonly sent: readonly string[]
  readonly notes: readonly EntryNote[]
}

export interface PasteProblem extends TextSpan {
  readonly reason: EntryProblem
}

interface PastedList {
  readonly entries: readonly PastedEntry[]
  readonly problems: readonly PasteProblem[]
  /** The normal CIDRs of all entries, without duplicates, in the order of the text. */
  readonly cidrs: readonly string[]
  /** The entries as they are sent to a panel, without duplicates, in the order of the text. */
  readonly list: readonly string[]
}

const longestShown = 100
/**
 * Matches one entry. Spaces of every kind, commas, semicolons and quotes separate entries. So do zero-width characters,
 * which come with text from web pages. A range may have spaces around its dash.
 */
const piece = /[^\s,;"'`\u200b-\u200d\u2060]+(?:[^\S\r\n]+[-\u2010-\u2015][^\S\r\n]+[^\s,;"'`\u200b-\u200d\u2060]+)?/g

/**
 * Reads a pasted list. Entries are separated by line ends, spaces, commas or semicolons. `#` and `//` start a comment
 * up to the end of the line. Brackets that stand alone are ignored, so that a JSON array can be pasted. A piece that
 * cannot be read is reported with its span and reason, and nothing is dropped silently. Never throws. Takes time linear
 * in the length of the text.
 */
export function parseIpList(text: string): PastedList {
  const entries: PastedEntry[] = []
  const problems: PasteProblem[] = []
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    for (const { column, text: found } of piecesOf(line)) {
      const span = { line: index + 1, column, text: found.slice(0, longestShown) }
      const read = parseEntry(found)
      if (read.ok) entries.push({ ...span, cidrs: read.cidrs, sent: sentTexts(found), notes: read.notes })
      else problems.push({ ...span, reason: read.problem })
    }
  })
  return {
    entries,
    problems,
    cidrs: [...new Set(entries.flatMap((entry) => entry.cidrs))],
    list: addEntries(
      [],
      entries.flatMap((entry) => entry.sent),
    ),
  }
}

function piecesOf(line: string): readonly { column: number; text: string }[] {
  return [...line.slice(0, commentStart(line)).matchAll(piece)]
    .map((match) => ({ column: match.index + 1, text: match[0] }))
    .filter(({ text }) => !/^[[\]{}]*$/.test(text))
}

/**
 * Returns the index at which the comment of a line begins, or the length of the line if it has none. The two slashes of
 * a URL do not start a comment, so that a pasted URL is reported whole.
 */
export function commentStart(line: string): number {
  const start = line.search(/#|(?<!:)\/\//)
  return start < 0 ? line.length : start
}
