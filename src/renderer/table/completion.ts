import { type FilterGuide, quoteValue } from './query.ts'
import { readWords, type Word, type WordValue } from './words.ts'

/** One completion: `insert` replaces the filter text from `from` to `to`. */
export interface Completion {
  readonly kind: 'field' | 'value'
  /** The text that is offered. */
  readonly label: string
  readonly insert: string
  readonly from: number
  readonly to: number
}

const mostOffered = 8

/**
 * Returns the completions at the caret of a filter text: fields that begin with the word before the caret, or, after a
 * field that has values to offer, at most `mostOffered` of these. Values that begin with the typed text come before
 * those that only contain it. Returns none for a complete value and for free text in quotes.
 */
export function completionsAt(text: string, caret: number, guide: FilterGuide): readonly Completion[] {
  const fields = Object.keys(guide)
  const word = readWords(text, new Set(fields)).find(({ from, to }) => from <= caret && caret <= to)
  if (word === undefined) return fieldsLike('', caret, caret, fields)
  const value = word.values.find(({ from, to }) => from <= caret && caret <= to)
  if (word.field === null) {
    if (word.isQuoted || caret < word.valueFrom) return []
    // Before a word that is there, a field is put in front of it: it must not replace what the user has typed.
    const to = caret === word.valueFrom ? caret : word.to
    return fieldsLike(text.slice(word.valueFrom, caret), word.valueFrom, to, fields)
  }
  return value === undefined ? [] : valuesLike(text, word, value, guide)
}

function fieldsLike(typed: string, from: number, to: number, fields: readonly string[]): readonly Completion[] {
  const start = typed.toLowerCase()
  const offered = fields.filter((field) => field.startsWith(start))
  return offered.map((field) => ({ kind: 'field', label: `${field}:`, insert: `${field}:`, from, to }))
}

function valuesLike(text: string, word: Word, value: WordValue, guide: FilterGuide): readonly Completion[] {
  const typed = value.text.replace(/^=/, '').trim().toLowerCase()
  const used = new Set(word.values.filter((each) => each !== value).map((each) => each.text.toLowerCase()))
  const known = [...new Set(guide[word.field ?? '']?.values?.() ?? [])].filter((each) => !used.has(each.toLowerCase()))
  const startMatches = known.filter((each) => each.toLowerCase().startsWith(typed))
  const innerMatches = known.filter(
    (each) => !each.toLowerCase().startsWith(typed) && each.toLowerCase().includes(typed),
  )
  const offered = [...startMatches, ...innerMatches].slice(0, mostOffered)
  if (offered.length === 1 && offered[0]?.toLowerCase() === typed) return []
  // A value at the end of the text is followed by the space before the next word.
  const after = value.to === text.length ? ' ' : ''
  return offered.map((each) => ({
    kind: 'value',
    label: each,
    insert: `${quoteValue(each)}${after}`,
    from: value.from,
    to: value.to,
  }))
}

/** Returns the filter text with a completion inserted, and the caret's position after it. */
export function complete(
  text: string,
  { insert, from, to }: Completion,
): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, from) + insert + text.slice(to), caret: from + insert.length }
}
