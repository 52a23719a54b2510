import { expect, it } from 'vitest'
import { createTexts, search, type SearchGroup } from './search.ts'

interface Item {
  readonly title: string
  readonly detail: string
}
const group = (titles: readonly string[], weight = 0, detail = ''): SearchGroup<Item> => ({
  items: titles.map((title) => ({ title, detail })),
  textOf: (item) => item,
  weight,
})
function find(query: string, groups: readonly SearchGroup<Item>[], count = 50): readonly string[] {
  const steps = search(query, groups, createTexts<Item>(), count)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value.map(({ item }) => item.title)
  }
}

it('ranks the start of the title before the start of a word, then the middle, and all of them before the detail', () => {
  const groups = [group(['my_redeploy', 'lotus_deploy', 'deploy', 'deployment']), group(['web-1'], 0, 'deploy')]
  expect(find('deploy', groups)).toEqual(['deploy', 'deployment', 'lotus_deploy', 'my_redeploy', 'web-1'])
})

it('requires every word, in any position', () => {
  const groups = [
    group(['lotus_deploy'], 0, 'web-12.lotus.example'),
    group(['lotus_media'], 0, 'web-12'),
    group(['kim_deploy'], 0, 'web-3'),
  ]
  expect(find('deploy web-12', groups)).toEqual(['lotus_deploy'])
  expect(find('LOTUS  media', groups)).toEqual(['lotus_media'])
  expect(find('lotus nowhere', groups)).toEqual([])
})

it('finds nothing for an empty text, and no word across title and detail', () => {
  expect(find('  ', [group(['a'])])).toEqual([])
  expect(find('ab', [group(['a'], 0, 'b')])).toEqual([])
})

it('prefers a heavier kind among equal matches', () => {
  expect(find('new', [group(['new_account']), group(['New job'], 20)])).toEqual(['New job', 'new_account'])
})

it('treats letters beyond ASCII as letters', () => {
  expect(find('thị', [group(['siêuthị', 'thịnh'])])).toEqual(['thịnh', 'siêuthị'])
})

it('returns the best of very many matches, and pauses now and then', () => {
  const many = group(Array.from({ length: 5000 }, (_, index) => `user_${index}`))
  expect(find('user_4999', [many])).toEqual(['user_4999'])
  expect(find('user', [many, group(['user'])], 5)[0]).toBe('user')
  expect(find('user', [many], 5)).toHaveLength(5)
  const steps = search('user', [many], createTexts<Item>(), 5)
  expect(steps.next().done).toBe(false)
})

it('reads an item’s text once for each list', () => {
  let read = 0
  const own: SearchGroup<Item> = { ...group(['a', 'b']), textOf: (item) => ((read += 1), item) }
  const textAt = createTexts<Item>()
  for (let time = 0; time < 3; time += 1) expect(search('a', [own], textAt, 5).next().done).toBe(true)
  expect(read).toBe(2)
})

it('searches 100,000 rows in 200 steps, and reads the text of each once', () => {
  const slices = Array.from({ length: 500 }, (_, server) =>
    group(
      Array.from({ length: 200 }, (__, row) => `owner${server}_site${row}`),
      0,
      `web-${server}.lotus.example`,
    ),
  )
  let read = 0
  const counted = slices.map((slice) => ({
    ...slice,
    textOf: (item: Item) => {
      read += 1
      return slice.textOf(item)
    },
  }))
  const textAt = createTexts<Item>()
  const stepsOf = (query: string) => {
    const run = search(query, counted, textAt, 50)
    let steps = 0
    while (run.next().done !== true) steps += 1
    return steps
  }
  expect(['site', 'site1', 'owner49', 'lotus site7'].map(stepsOf)).toEqual([200, 200, 200, 200])
  expect(read).toBe(100_000)
})
