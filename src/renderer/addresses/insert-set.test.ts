import { expect, test } from 'vitest'
import { withSet } from './insert-set.ts'

const office = { name: 'Office', networks: ['198.51.100.0/28', '203.0.113.7/32'] }

test.each([
  ['', '# Office\n198.51.100.0/28\n203.0.113.7', 2],
  ['10.0.0.1 # Kim\n\n', '10.0.0.1 # Kim\n# Office\n198.51.100.0/28\n203.0.113.7', 2],
  ['::ffff:203.0.113.7, host', '::ffff:203.0.113.7, host\n# Office\n198.51.100.0/28', 1],
  ['203.0.113.7/32\n198.51.100.0-198.51.100.15\n', '203.0.113.7/32\n198.51.100.0-198.51.100.15\n', 0],
  // Addresses in a comment do not count.
  ['# 203.0.113.7 198.51.100.0/28', '# 203.0.113.7 198.51.100.0/28\n# Office\n198.51.100.0/28\n203.0.113.7', 2],
])('into %j', (text, after, added) => {
  expect(withSet(text, office)).toEqual({ text: after, added })
  expect(withSet(after, office)).toEqual({ text: after, added: 0 })
})
