import { readWords, type Word } from './words.ts'

/** One condition of a filter; all conditions must match. `field` is null for free text. */
export interface Term {
  readonly field: string | null
  /** Lower case. Several alternatives are joined by commas. */
  readonly value: string
  readonly negated: boolean
  /** The alternatives if there is more than one; any of them matches. */
  readonly anyOf?: readonly string[]
}

/** What the filter of a screen knows of a field: the values to suggest, and whether a value is valid. */
export interface FieldGuide {
  readonly values?: () => readonly string[]
  readonly isGood?: (value: string) => boolean
}
export type FilterGuide = Readonly<Record<string, FieldGuide>>

/**
 * An error in a word and its span (`to` is after its last character): a misspelt field (`hint` is the field that was
 * meant), a field without a value, a quote that is not closed, an OR with nothing on one side, an OR between
 * conditions of different fields or with a negated one, or a value that its field (`hint`) does not know.
 */
export interface QueryError {
  readonly code: 'unknown-field' | 'no-value' | 'open-quote' | 'stray-or' | 'mixed-or' | 'bad-value'
  readonly from: number
  readonly to: number
  readonly word: string
  readonly hint?: string
}

const isOr = (text: string, word: Word | undefined) => word !== undefined && text.slice(word.from, word.to) === 'OR'
const isAnd = (text: string, word: Word) => text.slice(word.from, word.to) === 'AND'

function termOf(word: Word): Term | null {
  const values = word.values.map((value) => value.text.trim().toLowerCase()).filter((value) => value !== '')
  const [first] = values
  if (first === undefined) return null
  return {
    field: word.field,
    value: values.join(','),
    negated: word.negated,
    ...(values.length > 1 ? { anyOf: values } : {}),
  }
}

const isSameKind = (a: Term, b: Term) => a.field === b.field && a.negated === b.negated && !a.negated

/** Returns the values of which any matches. */
export function alternatives(term: Term): readonly string[] {
  return term.anyOf ?? [term.value]
}

function joined(a: Term, b: Term): Term {
  const anyOf = [...new Set([...alternatives(a), ...alternatives(b)])]
  return { ...a, value: anyOf.join(','), ...(anyOf.length > 1 ? { anyOf } : {}) }
}

/**
 * Reads words as conditions. `OR` joins its two neighbours if they have the same field and neither is negated;
 * otherwise all must match. `AND` changes nothing.
 */
function readTerms(
  text: string,
  words: readonly Word[],
): { readonly terms: readonly Term[]; readonly errors: readonly QueryError[] } {
  const terms: Term[] = []
  const errors: QueryError[] = []
  let isJoining = false
  words.forEach((word, at) => {
    if (isOr(text, word)) {
      const isStray = at === 0 || at === words.length - 1 || isOr(text, words[at + 1])
      if (isStray) errors.push(errorAt(text, 'stray-or', word))
      isJoining = !isStray
      return
    }
    const term = isAnd(text, word) ? null : termOf(word)
    if (term === null) return
    const before = terms.at(-1)
    if (isJoining && before !== undefined && isSameKind(before, term)) terms[terms.length - 1] = joined(before, term)
    else terms.push(term)
    if (isJoining && (before === undefined || !isSameKind(before, term))) errors.push(errorAt(text, 'mixed-or', word))
    isJoining = false
  })
  return { terms, errors }
}

function errorAt(
  text: string,
  code: QueryError['code'],
  { from, to }: { readonly from: number; readonly to: number },
  hint?: string,
): QueryError {
  return { code, from, to, word: text.slice(from, to), ...(hint === undefined ? {} : { hint }) }
}

/**
 * Parses a filter text: `lotus -server:staging tag:"shop a",web`. All words must match. Commas in the value of a
 * field, and `OR` between words of one field, mean any of them: `tag:a,b` is `tag:a OR tag:b`, and `tag:a tag:b` is
 * both. A field without a value is not a condition yet.
 */
export function parseQuery(text: string, fields: ReadonlySet<string>): readonly Term[] {
  return readTerms(text, readWords(text, fields)).terms
}

/**
 * Returns the conditions of a filter text, as `parseQuery` does, and its errors in the order of the text. A misspelt
 * field is also a condition of free text, and a value that its field does not know is also a condition.
 */
export function checkQuery(
  text: string,
  guide: FilterGuide,
): { readonly terms: readonly Term[]; readonly errors: readonly QueryError[] } {
  const fields = new Set(Object.keys(guide))
  const words = readWords(text, fields)
  const { terms, errors } = readTerms(text, words)
  const wrong = words.flatMap((word) => wordErrors(text, word, guide))
  return { terms, errors: [...errors, ...wrong].sort((a, b) => a.from - b.from) }
}

function wordErrors(text: string, word: Word, guide: FilterGuide): readonly QueryError[] {
  const open = word.values.filter(({ isOpen }) => isOpen).map((value) => errorAt(text, 'open-quote', value))
  if (word.field === null) return [...open, ...misspelt(text, word, Object.keys(guide))]
  const isGood = guide[word.field]?.isGood
  const empty = word.values.every((value) => value.text.trim() === '')
  // At the end of the text the user is still typing it.
  if (empty) return word.to === text.length ? open : [errorAt(text, 'no-value', word)]
  const bad = word.values.filter(
    (value) => value.text.trim() !== '' && isGood?.(value.text.trim().toLowerCase()) === false,
  )
  return [...open, ...bad.map((value) => errorAt(text, 'bad-value', value, word.field ?? undefined))]
}

/** `sever:web` is valid free text, but hardly meant as such. */
function misspelt(text: string, word: Word, fields: readonly string[]): readonly QueryError[] {
  const name = word.isQuoted ? undefined : /^([a-z]{3,}):(?!\/\/)/i.exec(word.values[0]?.text ?? '')?.[1]?.toLowerCase()
  if (name === undefined) return []
  const meant = fields.find((field) => field.length > 2 && isTypo(name, field))
  const from = word.valueFrom
  return meant === undefined ? [] : [errorAt(text, 'unknown-field', { from, to: from + name.length + 1 }, meant)]
}

/** Whether two words differ by one missing, added or different letter, or by two adjacent letters that are swapped. */
function isTypo(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const ends: readonly (readonly [number, number])[] = [
    [1, 1],
    [1, 0],
    [0, 1],
  ]
  if (ends.some(([skipA, skipB]) => a.slice(at + skipA) === b.slice(at + skipB))) return true
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** Returns a field's value as it is written in a filter text. */
export function quoteValue(value: string): string {
  return /[\s,"]/.test(value) ? quoted(value) : value
}

/** Returns free text in filter syntax: quoted if it contains spaces or begins with a minus, a quote or like a field. */
function quoteText(text: string): string {
  return /\s|^["-]|^[a-z]+:/i.test(text) ? quoted(text) : text
}

/** Returns a condition as text that `parseQuery` reads as the same condition. */
export function formatTerm(term: Term): string {
  const sign = term.negated ? '-' : ''
  if (term.field === null)
    return alternatives(term)
      .map((value) => `${sign}${quoteText(value)}`)
      .join(' OR ')
  return `${sign}${term.field}:${alternatives(term).map(quoteValue).join(',')}`
}

/**
 * Whether it is certain that every row that matches `next` also matched `before`: at most the last word of free text
 * has grown.
 */
export function isNarrower(before: readonly Term[], next: readonly Term[]): boolean {
  const grown = next.length - 1
  if (before.length !== next.length || grown < 0) return false
  return next.every((term, index) => {
    const old = before[index]
    if (old === undefined || old.field !== term.field || old.negated !== term.negated) return false
    if (old.value === term.value && alternatives(old).length === alternatives(term).length) return true
    const isPlain = term.field === null && !term.negated && term.anyOf === undefined && old.anyOf === undefined
    return index === grown && isPlain && term.value.includes(old.value)
  })
}
