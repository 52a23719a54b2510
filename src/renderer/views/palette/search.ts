/** Items of one kind whose text is made by the same function. A group is replaced when its items are. */
export interface SearchGroup<Item> {
  readonly items: readonly Item[]
  /** Returns the title and detail of an item, which are searched. */
  readonly textOf: (item: Item) => { readonly title: string; readonly detail: string }
  /** Added to the score of every item, so that actions come before accounts of the same name. */
  readonly weight: number
}

interface Hit<Item, Group> {
  readonly item: Item
  readonly group: Group
  readonly score: number
}

/** Separates title and detail. No text contains it, so no word matches across the two. */
const separator = '\u0000'
const itemsPerStep = 500

/**
 * Returns the score of one word. Best is a match at the start of the title, then at the start of a word in it, then
 * inside a word, then in the detail. -1 if the word is missing.
 */
function scoreWord(text: string, word: string, titleEnd: number): number {
  const at = text.indexOf(word)
  if (at < 0) return -1
  if (at === 0) return 100
  if (at > titleEnd) return 10
  const before = text.charCodeAt(at - 1)
  // A letter or digit before the match means that it is inside a word.
  const isInner = (before >= 97 && before <= 122) || (before >= 48 && before <= 57) || before > 127
  return isInner ? 30 : 60
}

/** Returns the mean score of the words, less a little for a long title; null if a word is missing. */
function scoreText(text: string, words: readonly string[]): number | null {
  const titleEnd = text.indexOf(separator)
  let score = 0
  for (const word of words) {
    const wordScore = scoreWord(text, word, titleEnd)
    if (wordScore < 0) return null
    score += wordScore
  }
  // Of two equal matches the shorter title is closer to what was typed.
  return score / words.length - Math.min(titleEnd, 80) / 10
}

/** Returns a function that gives the lower-case text of an item, built when first needed and kept with its list. */
export function createTexts<Item extends object>() {
  const known = new WeakMap<readonly Item[], string[]>()
  return ({ items, textOf }: SearchGroup<Item>, index: number): string => {
    const texts = known.get(items) ?? []
    if (texts.length === 0) known.set(items, texts)
    const cached = texts[index]
    if (cached !== undefined) return cached
    const { title, detail } = textOf(items[index] as Item)
    return (texts[index] = `${title}${separator}${detail}`.toLowerCase())
  }
}

function topHits<H extends { readonly score: number }>(hits: H[], count: number): H[] {
  return hits.sort((a, b) => b.score - a.score).slice(0, count)
}

/**
 * Returns the best `count` items that hold every word of `query`, best first. Items with the same score keep their
 * order. Yields after every `itemsPerStep` items, so that the caller can stop, or let the page draw, while 100,000
 * rows are searched.
 */
export function* search<Item extends object, Group extends SearchGroup<Item>>(
  query: string,
  groups: readonly Group[],
  textAt: ReturnType<typeof createTexts<Item>>,
  count: number,
): Generator<void, readonly Hit<Item, Group>[]> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  let hits: Hit<Item, Group>[] = []
  let leastScore = Number.NEGATIVE_INFINITY
  let searchedCount = 0
  if (words.length === 0) return hits
  for (const group of groups) {
    for (let index = 0; index < group.items.length; index += 1) {
      const score = scoreText(textAt(group, index), words)
      if (score !== null && score + group.weight > leastScore)
        hits.push({ item: group.items[index] as Item, group, score: score + group.weight })
      if (hits.length >= count * 8) {
        hits = topHits(hits, count)
        leastScore = hits.at(-1)?.score ?? leastScore
      }
      if (++searchedCount % itemsPerStep === 0) yield
    }
  }
  return topHits(hits, count)
}
