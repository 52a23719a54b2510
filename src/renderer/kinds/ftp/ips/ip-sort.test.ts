import { expect, it } from 'vitest'
import { createCollation } from '../../../table/collation.ts'
import { ipSortKey } from './ip-sort.ts'

it('sorts lists by the number of their addresses', () => {
  const lists = [
    ['2001:db8::/48'],
    ['198.51.100.24'],
    ['9.9.9.9'],
    [],
    ['nonsense'],
    ['198.51.100.0/28'],
    ['9.9.9.9', '10.0.0.1'],
    ['10.0.0.0/8'],
  ]
  const compare = createCollation('en').compare
  const sorted = [...lists].sort((a, b) => compare(ipSortKey(a) ?? '', ipSortKey(b) ?? ''))
  expect(sorted).toEqual([
    [],
    ['9.9.9.9'],
    ['9.9.9.9', '10.0.0.1'],
    ['10.0.0.0/8'],
    ['198.51.100.0/28'],
    ['198.51.100.24'],
    ['2001:db8::/48'],
    ['nonsense'],
  ])
})

it('returns no key for a list that was not read', () => {
  expect(ipSortKey(null)).toBeNull()
})
