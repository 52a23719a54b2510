import { expect, test } from 'vitest'
import { type CountedItems, typedFor, typedText } from './typed-confirmation.ts'

const part = (op: CountedItems['op'], items: number, ...flags: CountedItems['flags']): CountedItems => ({
  op,
  items,
  flags,
})

test.each<[string, readonly CountedItems[], string | null]>([
  ['nothing', [], null],
  ['many reversible changes', [part('update', 300)], null],
  ['one reversible change on production', [part('update', 1, 'production')], null],
  ['several reversible changes, one on production', [part('update', 1, 'production'), part('update', 1)], 'production'],
  ['one deletion that cannot be undone', [part('remove', 1, 'irreversible')], 'delete'],
  [
    'twelve of them, on two servers',
    [part('remove', 5, 'irreversible'), part('remove', 7, 'irreversible')],
    'delete 12',
  ],
  ['deletions that can be created again', [part('remove', 3)], null],
  ['one of them on production', [part('remove', 1, 'production')], 'delete'],
  ['new passwords', [part('password', 2, 'irreversible', 'production')], 'reset 2'],
  ['unknown lists that are set', [part('update', 1, 'irreversible'), part('update', 9)], 'change'],
  ['deletions and passwords', [part('remove', 1, 'irreversible'), part('password', 1, 'irreversible')], 'change 2'],
  ['parts without items', [part('remove', 0, 'irreversible'), part('update', 1, 'production')], null],
])('for %s', (_, parts, expected) => {
  const typed = typedFor(parts)
  expect(typed && typedText(typed)).toBe(expected)
})
