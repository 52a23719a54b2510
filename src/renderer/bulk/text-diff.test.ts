import fc from 'fast-check'
import { expect, it } from 'vitest'
import { textDiff } from './text-diff.ts'

const plain = (parts: readonly { readonly text: string }[]) => parts.map(({ text }) => text).join('')
const changed = (parts: readonly { readonly text: string; readonly changed: boolean }[]) =>
  parts.filter((part) => part.changed).map(({ text }) => text)

it('marks the words that differ and no others', () => {
  const { before, after } = textDiff(
    '/usr/bin/php7.4 /srv/old/cron.php --quiet',
    '/usr/bin/php8.3 /srv/new/cron.php --quiet',
  )
  expect(changed(before)).toEqual(['php7', '4', 'old'])
  expect(changed(after)).toEqual(['php8', '3', 'new'])
})

it('marks nothing in equal texts, and everything in texts that have nothing in common', () => {
  expect(changed(textDiff('a b', 'a b').before)).toEqual([])
  expect(textDiff('', 'new')).toEqual({ before: [], after: [{ text: 'new', changed: true }] })
})

it('keeps both texts unchanged, including emoji and very long texts', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.constantFrom('a', ' ', '/', 'bc'), { maxLength: 900 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, text, (a, b) => {
      const { before, after } = textDiff(a, b)
      expect(plain(before)).toBe(a)
      expect(plain(after)).toBe(b)
      expect(plain(before.filter((part) => !part.changed))).toBe(plain(after.filter((part) => !part.changed)))
    }),
  )
})
