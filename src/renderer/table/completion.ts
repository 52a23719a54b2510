import { type FilterGuide, quoteValue } from './query.ts'
import { readWords, type Word, type WordValue } from './words.ts'

/** One way to go on: `insert` takes the place of what stands from `from` up to `to` of the filter text. */
export interface Completion {
  readonly kind: 'field' | 'value'
  /** What is offered, as it is shown. */
  readonly label: string
  readonly insert: string
  readonly from: number
  readonly to: number
}

const mostOffered = 8

/**
 * What may stand at the caret of a filter text: fields where a word begins, values where a field has some to offer.
 * Values that begin with what is typed come before those that hold it. Nothing where the word is complete or is free
 * text.
 */
export function completionsAt(text: string, caret: number, guide: FilterGuide): readonly Completion[] {
  const fields = Object.keys(guide)
  const word = readWords(text, new Set(fields)).find(({ from, to }) => from <= caret && caret <= to)
  if (word === undefined) return fieldsLike('', caret, caret, fields)
  const value = word.values.find(({ from, to }) => from <= caret && caret <= to)
  if (word.field === null)
    return word.isQuoted ? [] : fieldsLike(text.slice(word.valueFrom, caret), word.valueFrom, word.to, fields)
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
  const begins = known.filter((each) => each.toLowerCase().startsWith(typed))
  const holds = known.filter((each) => !each.toLowerCase().startsWith(typed) && each.toLowerCase().includes(typed))
  const offered = [...begins, ...holds].slice(0, mostOffered)
  if (offered.length === 1 && offered[0]?.toLowerCase() === typed) return []
  // A value that ends the text is followed by the gap before the next word.
  const after = value.to === text.length ? ' ' : ''
  return offered.map((each) => ({
    kind: 'value',
    label: each,
    insert: `${quoteValue(each)}${after}`,
    from: value.from,
    to: value.to,
  }))
}

/** The filter text with a completion put in, and where the caret stands then. */
export function complete(
  text: string,
  { insert, from, to }: Completion,
): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, from) + insert + text.slice(to), caret: from + insert.length }
}
