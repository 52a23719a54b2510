import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCollation } from './collation.ts'
import { orderByRank, rankValues } from './ranks.ts'

const sortedTexts = (locale: string, texts: readonly string[]) => {
  const items = Uint32Array.from(texts.keys())
  const starts = createCollation(locale).sort(items, texts)
  return { sorted: Array.from(items, (item) => texts[item] as string), starts: [...starts] }
}

describe.each(['en', 'vi', 'cs'])('a collation of %s', (locale) => {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const aSign = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...'aAbBzZ019 -_./:@#') },
    { weight: 1, arbitrary: fc.constantFrom('é', 'đ', 'Ơ', 'ch', '\u00ad', '名') },
    fc.string({ minLength: 1, maxLength: 1 }),
  )
  const aText = fc.array(aSign, { maxLength: 8 }).map((signs) => signs.join(''))

  it('orders texts as Intl.Collator does, and treats the same texts as equal', () => {
    fc.assert(
      fc.property(fc.array(aText, { maxLength: 40 }), (texts) => {
        const { sorted, starts } = sortedTexts(locale, texts)
        expect(sorted.toSorted()).toEqual([...texts].toSorted())
        sorted.forEach((text, at) => {
          if (at === 0) return expect(starts[0]).toBe(1)
          const difference = compare(sorted[at - 1] as string, text)
          expect([sorted[at - 1], text, Math.sign(difference)]).toEqual([
            sorted[at - 1],
            text,
            starts[at] === 1 ? -1 : 0,
          ])
        })
      }),
      { numRuns: 300 },
    )
  })
})

it('accepts numbers and texts of any length', () => {
  const texts = [
    `a${'9'.repeat(200)}`,
    `a1${'0'.repeat(200)}`,
    `${'x'.repeat(500)}2`,
    `${'x'.repeat(500)}10`,
    'a0009',
    'a10',
  ]
  expect(sortedTexts('en', texts.toReversed()).sorted).toEqual([
    'a0009',
    'a10',
    `a${'9'.repeat(200)}`,
    `a1${'0'.repeat(200)}`,
    `${'x'.repeat(500)}2`,
    `${'x'.repeat(500)}10`,
  ])
})

describe('rankValues', () => {
  const collation = createCollation('en')
  it('ranks figures by size and puts rows without a value last', () => {
    expect(rankValues([5, null, -1, 5, undefined, 0.5], collation)).toEqual({
      ranks: Uint32Array.of(2, 3, 0, 2, 3, 1),
      count: 3,
    })
    expect(rankValues(['b', '', 'A', 'a'], collation)).toEqual({ ranks: Uint32Array.of(2, 3, 1, 0), count: 3 })
  })

  it('keeps the order of equal values in both directions, and missing values last', () => {
    const ranks = rankValues([2, 1, null, 2, 1], collation)
    const order = Uint32Array.of(4, 3, 2, 1, 0)
    expect([...orderByRank(order, ranks, 'asc')]).toEqual([4, 1, 3, 0, 2])
    expect([...orderByRank(order, ranks, 'desc')]).toEqual([3, 0, 4, 1, 2])
  })
})
