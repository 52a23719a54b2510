import { keepSlots } from './row-slots.ts'

/**
 * Orders texts as a reader of the language expects: `web-9` before `web-12`. Case, and accents that do not make a
 * letter of its own, matter only if all else is equal.
 */
export interface Collation {
  compare(a: string, b: string): number
  /**
   * Sorts `items` (indexes in `texts`) in place and returns a 1 where each sequence of equal texts begins. Much faster
   * than sorting all of them with `compare`, with the same result, but equal texts come in any order.
   */
  sort(items: Uint32Array, texts: readonly string[]): Uint8Array
}

/** Languages that sort ASCII like the root collation: no letter is moved, and no two letters count as one (CLDR 48). */
const plainLanguages = new Set(['en', 'vi', 'de', 'fr', 'it', 'nl', 'pt', 'id'])
/** More digits than any keyed text has: the weights of the letters begin this far after those of the digits. */
const mostDigits = 120
/** Longer texts get no key: `compare` orders them. */
const longestKeyedText = 96
const zero = 48
const nine = 57

export function createCollation(locale: string): Collation {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const weights = plainLanguages.has(locale.split('-')[0] ?? '') ? asciiWeights(locale) : null
  return { compare, sort: (items, texts) => sortTexts(items, texts, compare, weights) }
}

/**
 * Returns the weight of each printable ASCII character by its code, in the order of first-level differences (UTS
 * #10); 0 for any other character. The letters' weights leave a gap after the digits: the length of a number is
 * encoded there.
 */
function asciiWeights(locale: string): Uint8Array {
  const { compare } = new Intl.Collator(locale, { sensitivity: 'base' })
  const characters = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).sort(compare)
  const weights = new Uint8Array(128)
  let weight = 1
  characters.forEach((character, at) => {
    if (at > 0 && compare(characters[at - 1] as string, character) !== 0)
      weight += character === 'a' || character === 'A' ? mostDigits : 1
    weights[character.charCodeAt(0)] = weight
  })
  return weights
}

/** The keys of many texts in one buffer; each ends with a 0. `isKeyed` is 0 for a text without a key. */
interface Keys {
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly isKeyed: Uint8Array
}

function encode(texts: readonly string[], weights: Uint8Array): Keys {
  const starts = new Uint32Array(texts.length)
  const isKeyed = new Uint8Array(texts.length)
  let capacity = 0
  for (const text of texts) capacity += 2 * Math.min(text.length, longestKeyedText) + 2
  const bytes = new Uint8Array(capacity)
  let end = 0
  for (let item = 0; item < texts.length; item += 1) {
    starts[item] = end
    const next = encodeOne(texts[item] as string, weights, bytes, end)
    if (next < 0) continue
    isKeyed[item] = 1
    end = next
  }
  return { bytes, starts, isKeyed }
}

/** Writes one key and returns where it ends, or -1 for a text that can have none. */
function encodeOne(text: string, weights: Uint8Array, bytes: Uint8Array, start: number): number {
  const length = text.length
  if (length > longestKeyedText) return -1
  let end = start
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at)
    const weight = code < 128 ? (weights[code] as number) : 0
    if (weight === 0) return -1
    if (code < zero || code > nine) {
      bytes[end++] = weight
      continue
    }
    let first = at
    while (first < length - 1 && text.charCodeAt(first) === zero && isDigit(text.charCodeAt(first + 1))) first += 1
    at = first
    while (at < length - 1 && isDigit(text.charCodeAt(at + 1))) at += 1
    // A longer number is greater. Only numbers of equal length are compared by their digits.
    bytes[end++] = (weights[nine] as number) + at - first
    for (let digit = first; digit <= at; digit += 1) bytes[end++] = text.charCodeAt(digit)
  }
  bytes[end++] = 0
  return end
}

const isDigit = (code: number) => code >= zero && code <= nine

function sortTexts(
  items: Uint32Array,
  texts: readonly string[],
  compare: Collation['compare'],
  weights: Uint8Array | null,
): Uint8Array {
  const keys = weights === null ? null : encode(texts, weights)
  const keyed = keepSlots(items, (item) => keys?.isKeyed[item] === 1)
  if (keys !== null) {
    sortByKeys(keyed, 0, keyed.length, keys, 0)
    sortWithinKeys(keyed, texts, keys, compare)
  }
  const others =
    keyed.length === items.length
      ? []
      : distinctTexts(
          keepSlots(items, (item) => keys?.isKeyed[item] !== 1),
          texts,
          compare,
        )
  merge(items, keyed, others, texts, compare)
  return equalTextStarts(items, texts, keys, compare)
}

/**
 * Sorts `items[low..high)`, whose keys have the same first `depth` bytes, by three-way radix quicksort (Bentley and
 * Sedgewick, 1997).
 */
function sortByKeys(items: Uint32Array, low: number, high: number, keys: Keys, depth: number): void {
  const { bytes, starts } = keys
  while (high - low > 1) {
    if (high - low <= 12) return insertByKeys(items, low, high, keys, depth)
    const pivot = bytes[(starts[items[(low + high) >>> 1] as number] as number) + depth] as number
    let less = low
    let more = high
    for (let at = low; at < more;) {
      const item = items[at] as number
      const byte = bytes[(starts[item] as number) + depth] as number
      if (byte === pivot) {
        at += 1
        continue
      }
      const other = byte < pivot ? less++ : --more
      items[at] = items[other] as number
      items[other] = item
      if (byte < pivot) at += 1
    }
    sortByKeys(items, low, less, keys, depth)
    sortByKeys(items, more, high, keys, depth)
    if (pivot === 0) return
    low = less
    high = more
    depth += 1
  }
}

function compareKeys({ bytes, starts }: Keys, a: number, b: number, depth: number): number {
  let left = (starts[a] as number) + depth
  let right = (starts[b] as number) + depth
  while (bytes[left] === bytes[right] && bytes[left] !== 0) {
    left += 1
    right += 1
  }
  return (bytes[left] as number) - (bytes[right] as number)
}

function insertByKeys(items: Uint32Array, low: number, high: number, keys: Keys, depth: number): void {
  for (let at = low + 1; at < high; at += 1) {
    const item = items[at] as number
    let to = at
    while (to > low && compareKeys(keys, items[to - 1] as number, item, depth) > 0) {
      items[to] = items[to - 1] as number
      to -= 1
    }
    items[to] = item
  }
}

/** Texts with the same key differ at most in case and in leading zeros. `compare` orders them, because they are few. */
function sortWithinKeys(items: Uint32Array, texts: readonly string[], keys: Keys, compare: Collation['compare']): void {
  for (let low = 0; low < items.length;) {
    const first = items[low] as number
    let high = low + 1
    let isMixed = false
    while (high < items.length && compareKeys(keys, first, items[high] as number, 0) === 0) {
      isMixed ||= texts[items[high] as number] !== texts[first]
      high += 1
    }
    if (isMixed) items.subarray(low, high).sort((a, b) => compare(texts[a] as string, texts[b] as string))
    low = high
  }
}

/** Groups items by their text and sorts the texts. Words in other scripts are often few and often the same. */
function distinctTexts(
  items: Uint32Array,
  texts: readonly string[],
  compare: Collation['compare'],
): readonly (readonly [string, readonly number[]])[] {
  const byText = new Map<string, number[]>()
  for (const item of items) {
    const text = texts[item] as string
    const same = byText.get(text)
    if (same === undefined) byText.set(text, [item])
    else same.push(item)
  }
  return [...byText].sort(([a], [b]) => compare(a, b))
}

/** Merges `keyed` and `others`, which are both sorted, into `items`. */
function merge(
  items: Uint32Array,
  keyed: Uint32Array,
  others: readonly (readonly [string, readonly number[]])[],
  texts: readonly string[],
  compare: Collation['compare'],
): void {
  let from = 0
  let to = 0
  for (const [text, same] of others) {
    let low = from
    let high = keyed.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare(texts[keyed[middle] as number] as string, text) <= 0) low = middle + 1
      else high = middle
    }
    items.set(keyed.subarray(from, low), to)
    to += low - from
    items.set(same, to)
    to += same.length
    from = low
  }
  items.set(keyed.subarray(from), to)
}

/** Returns a 1 where texts that are equal to a reader begin. Texts with different keys are never equal. */
function equalTextStarts(
  items: Uint32Array,
  texts: readonly string[],
  keys: Keys | null,
  compare: Collation['compare'],
): Uint8Array {
  const starts = new Uint8Array(items.length)
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at] as number
    const before = items[at - 1]
    if (before === undefined || !mayEqual(before, item, keys)) starts[at] = 1
    else
      starts[at] =
        texts[before] === texts[item] || compare(texts[before] as string, texts[item] as string) === 0 ? 0 : 1
  }
  return starts
}

function mayEqual(a: number, b: number, keys: Keys | null): boolean {
  if (keys === null || keys.isKeyed[a] === 0 || keys.isKeyed[b] === 0) return true
  return compareKeys(keys, a, b, 0) === 0
}
