import { expect, it } from 'vitest'
import { createMatchCounter } from './match-counter.ts'

interface Row {
  readonly name: string
}
function setUp() {
  let read = 0
  const view = (rows: readonly Row[], query: string) => {
    read += rows.length
    return Uint32Array.from(rows.flatMap((row, place) => (row.name.includes(query) ? [place] : [])))
  }
  const count = createMatchCounter<Row>({ view, prepare: () => undefined })
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

it('adds up what the filter lets through on every server', () => {
  expect(setUp().all('a', [rows('a', 'b'), rows(), rows('ab', 'ba', 'c')])).toBe(3)
})

it('reads a server anew only when its rows were replaced', () => {
  const { all, read } = setUp()
  const [one, other] = [rows('a', 'b'), rows('a')]
  all('a', [one, other])
  expect(all('a', [one, other])).toBe(2)
  expect(read()).toBe(3)
  expect(all('a', [one, rows('b')])).toBe(1)
  expect(read()).toBe(4)
  expect(all('b', [one, other])).toBe(1)
  expect(read()).toBe(7)
})
