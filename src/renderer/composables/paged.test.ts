import { expect, it } from 'vitest'
import { usePaged } from './paged.ts'

/** A list whose answers the test gives in the order of the calls. */
function setUp() {
  const calls: { readonly offset: number; readonly answer: (items: readonly string[]) => void }[] = []
  const paged = usePaged<string>(
    (offset) =>
      new Promise((resolve) => calls.push({ offset, answer: (items) => resolve({ total: items.length, items }) })),
  )
  return { paged, calls }
}
const turn = () => new Promise((resolve) => setTimeout(resolve))

it('reads a page once, however often it is needed', () => {
  const { paged, calls } = setUp()
  paged.need(0, 10)
  paged.need(5, 20)
  expect(calls.map(({ offset }) => offset)).toEqual([0])
})

it('reads a page again that was in flight when it was to be reloaded: the answer may be older than the change', async () => {
  const { paged, calls } = setUp()
  paged.need(0, 10)
  void paged.reload()
  expect(calls).toHaveLength(1)
  calls[0]?.answer(['old'])
  await turn()
  expect([paged.at(0), calls.length]).toEqual(['old', 2])
  calls[1]?.answer(['new'])
  await turn()
  expect([paged.at(0), calls.length]).toEqual(['new', 2])
})

it('takes no answer from before a reset', async () => {
  const { paged, calls } = setUp()
  paged.need(0, 10)
  void paged.reload()
  paged.reset()
  calls[0]?.answer(['old'])
  await turn()
  expect([paged.total.value, calls.length]).toEqual([null, 2])
})
