/** One value of a word: `a` or `shop b` in `tag:a,"shop b"`. Positions are in the filter text; `to` is exclusive. */
export interface WordValue {
  readonly text: string
  readonly from: number
  readonly to: number
  /** The value begins with a quote that is not closed. */
  readonly isOpen: boolean
}

/** One word of a filter text, as it was typed. */
export interface Word {
  readonly from: number
  readonly to: number
  readonly negated: boolean
  /** Lower case; null for free text. */
  readonly field: string | null
  /** The position where the values begin. */
  readonly valueFrom: number
  readonly isQuoted: boolean
  readonly values: readonly WordValue[]
}

const fieldPattern = /([a-z]+):/iy
/** Two quotes within quotes mean one, as in CSV. */
const quotedPattern = /"((?:[^"]|"")*)("?)/y
const plainPattern = /\S+/y
const listedPattern = /[^\s,]*/y

function matchAt(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(text)
}

/**
 * Splits a filter text into words. The text before a colon is a field only if it is in `fields`; otherwise, as in
 * `https://…` or an IPv6 address, the word is free text. Commas separate the values of a field, and nothing else.
 */
export function readWords(text: string, fields: ReadonlySet<string>): readonly Word[] {
  const words: Word[] = []
  for (
    let from = nextWordStart(text, 0);
    from < text.length;
    from = nextWordStart(text, words.at(-1)?.to ?? text.length)
  ) {
    words.push(readWord(text, from, fields))
  }
  return words
}

function nextWordStart(text: string, from: number): number {
  const gap = /\S/g
  gap.lastIndex = from
  return gap.exec(text)?.index ?? text.length
}

function readWord(text: string, from: number, fields: ReadonlySet<string>): Word {
  // A minus alone is free text.
  const negated = text[from] === '-' && /\S/.test(text[from + 1] ?? '')
  const begin = negated ? from + 1 : from
  const name = matchAt(fieldPattern, text, begin)?.[1]?.toLowerCase()
  const field = name !== undefined && fields.has(name) ? name : null
  const valueFrom = field === null ? begin : begin + field.length + 1
  const values = field === null ? [readValue(text, valueFrom, plainPattern)] : readList(text, valueFrom)
  return {
    from,
    to: values.at(-1)?.to ?? valueFrom,
    negated,
    field,
    valueFrom,
    isQuoted: text[valueFrom] === '"',
    values,
  }
}

function readValue(text: string, from: number, plain: RegExp): WordValue {
  const quoted = matchAt(quotedPattern, text, from)
  if (quoted !== null)
    return {
      text: (quoted[1] ?? '').replaceAll('""', '"'),
      from,
      to: from + quoted[0].length,
      isOpen: quoted[2] === '',
    }
  const bare = matchAt(plain, text, from)?.[0] ?? ''
  return { text: bare, from, to: from + bare.length, isOpen: false }
}

function readList(text: string, from: number): readonly WordValue[] {
  const values = [readValue(text, from, listedPattern)]
  for (let end = values[0]?.to ?? from; text[end] === ','; end = values.at(-1)?.to ?? text.length) {
    values.push(readValue(text, end + 1, listedPattern))
  }
  return values
}
