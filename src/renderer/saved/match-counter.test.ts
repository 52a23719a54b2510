import { expect, it } from 'vitest'
import { createMatchCounter } from './match-counter.ts'

interface Row {
  readonly name: string
}
function setUp() {
  let read = 0
  const named = (row: Row, value: string) => {
    read += 1
    return row.name.includes(value)
  }
  const columns = [{ id: 'name', header: 'field.account', text: (row: Row) => row.name, widthPx: 100 }] as const
  const count = createMatchCounter<Row>({ columns, keyOf: (row) => row.name, fields: { named } })
  const all = (query: string, servers: readonly (readonly Row[])[]) => {
    const steps = count(query, servers)
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
    }
  }
  return { all, read: () => read }
}
const rows = (...names: readonly string[]): readonly Row[] => names.map((name) => ({ name }))

it('adds up the matching rows of all servers', () => {
  const servers = [rows('a', 'b'), rows(), rows('ab', 'ba', 'c')]
  expect(setUp().all('named:a', servers)).toBe(3)
  expect(setUp().all('b -named:a', servers)).toBe(1)
  expect(setUp().all('', servers)).toBe(5)
})

it('reads a server again only when its rows were replaced', () => {
  const { all, read } = setUp()
  const [one, other] = [rows('a', 'b'), rows('a')]
  all('named:a', [one, other])
  expect(all('named:a', [one, other])).toBe(2)
  expect(read()).toBe(3)
  expect(all('named:a', [one, rows('b')])).toBe(1)
  expect(read()).toBe(4)
  expect(all('named:b', [one, other])).toBe(1)
  expect(read()).toBe(7)
})
