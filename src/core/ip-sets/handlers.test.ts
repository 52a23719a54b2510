import { expect, it } from 'vitest'
import type { IpSet, StoredIpSet } from '../../shared/model/ip-sets.ts'
import { createIpSetsHandlers } from './handlers.ts'

function setUp() {
  const sets = new Map<string, StoredIpSet>()
  let now = 100
  const reported: (readonly IpSet[])[] = []
  const entries: object[] = []
  const handlers = createIpSetsHandlers({
    storage: {
      ipSets: {
        list: () => [...sets.values()],
        put: (set) => void sets.set(set.id, set),
        remove: (id) => sets.delete(id),
      },
    },
    clock: { now: () => (now += 1) },
    activity: { note: (action, outcome) => void entries.push({ ...action, ...outcome }) },
    emit: (_event, payload) => void reported.push(payload as IpSet[]),
  })
  return { handlers, reported, entries }
}
const text = '# Hanoi\n203.0.113.7 # Kim\n198.51.100.0/25, 198.51.100.10-198.51.100.11\n203.0.113.7'
const office = { name: 'Office', note: '', text }
const coded = (code: string, details?: object) =>
  expect.objectContaining({ code, ...(details === undefined ? {} : { details: expect.objectContaining(details) }) })

it('keeps the addresses as they are typed and returns what they mean', () => {
  const { handlers, reported } = setUp()
  const saved = handlers['ipSets.save']({ set: office })
  expect(saved).toMatchObject({
    name: 'Office',
    text,
    networks: ['198.51.100.0/25', '198.51.100.10/31', '203.0.113.7/32'],
    createdAtMs: 101,
    updatedAtMs: 101,
  })
  expect(handlers['ipSets.list']({})).toEqual([saved])
  expect(reported).toEqual([[saved]])
})

it('keeps its id when it gets another name', () => {
  const { handlers } = setUp()
  handlers['ipSets.save']({ id: 'a', set: office })
  handlers['ipSets.save']({ id: 'a', set: { ...office, name: 'OFFICE' } })
  expect(handlers['ipSets.list']({})).toMatchObject([{ id: 'a', name: 'OFFICE', createdAtMs: 101, updatedAtMs: 102 }])
})

it('refuses a name that differs only in its capitals', () => {
  const { handlers } = setUp()
  handlers['ipSets.save']({ id: 'a', set: { ...office, name: 'Văn phòng' } })
  expect(() => handlers['ipSets.save']({ set: { ...office, name: 'văn  PHÒNG'.normalize('NFD') } })).toThrow(
    coded('ip-set.name-taken', { name: 'Văn phòng' }),
  )
  expect(handlers['ipSets.list']({})).toHaveLength(1)
})

it.each([
  [
    '203.0.113.7\n\n203.0.113.300 # typo\nhost',
    'ip-set.unreadable',
    {
      line: 3,
      text: '203.0.113.300',
      problems: [expect.objectContaining({ line: 3 }), expect.objectContaining({ line: 4, text: 'host' })],
    },
  ],
  ['# nothing yet', 'ip-set.empty', undefined],
  [
    Array.from({ length: 1001 }, (_, at) => `10.0.${Math.trunc(at / 256)}.${at % 256}`).join('\n'),
    'ip-set.too-many',
    { count: 1001, most: 1000 },
  ],
] as const)('refuses entries that no allow list of a panel could hold: %#', (bad, code, details) => {
  const { handlers, reported } = setUp()
  expect(() => handlers['ipSets.save']({ set: { ...office, text: bad } })).toThrow(coded(code, details))
  expect(handlers['ipSets.list']({})).toEqual([])
  expect(reported).toEqual([])
})

it('removes a set, and restores it under its id', () => {
  const { handlers, reported } = setUp()
  handlers['ipSets.save']({ id: 'a', set: office })
  handlers['ipSets.remove']({ id: 'a' })
  expect(reported.at(-1)).toEqual([])
  expect(() => handlers['ipSets.remove']({ id: 'a' })).toThrow(coded('ip-set.unknown'))
  expect(handlers['ipSets.save']({ id: 'a', set: office })).toMatchObject({ id: 'a' })
})

it('records each change of a set', () => {
  const { handlers, entries } = setUp()
  const { id } = handlers['ipSets.save']({ set: office }) as IpSet
  handlers['ipSets.save']({ id, set: { ...office, name: 'Head office' } })
  handlers['ipSets.remove']({ id })
  expect(entries).toMatchObject([
    { action: 'ipSets.save', subject: 'Office', before: null, after: { setId: id, text } },
    { action: 'ipSets.save', before: { setId: id, name: 'Office' }, after: { setId: id, name: 'Head office' } },
    { action: 'ipSets.remove', subject: 'Head office', before: { setId: id, text }, after: null },
  ])
})
