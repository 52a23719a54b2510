import { describe, expect, it } from 'vitest'
import type { Numbered } from '../../shared/errors.ts'
import { createKeyedProjection, createProjection } from './projection.ts'

/** A projection whose answers come when the test says so. */
function lateProjection() {
  const answers: ((answer: Numbered<string>) => void)[] = []
  const projection = createProjection(() => new Promise<Numbered<string>>((resolve) => answers.push(resolve)))
  return {
    ...projection,
    answer: (index: number, seq: number, value: string) => answers[index]?.({ seq, value }),
  }
}

describe('a part that is read as a whole', () => {
  it('keeps an event with a higher number than the answer', async () => {
    const { value, load, replace, answer } = lateProjection()
    const loaded = load()
    replace('event', 2)
    answer(0, 1, 'older answer')
    await loaded
    expect(value.value).toBe('event')
  })

  it('takes an answer that shows the event, and is not set back by the event', async () => {
    const { value, load, replace, answer } = lateProjection()
    const loaded = load()
    replace('event', 2)
    answer(0, 2, 'answer')
    await loaded
    expect(value.value).toBe('answer')
    replace('overtaken event', 1)
    expect(value.value).toBe('answer')
  })

  it('takes the answer with the higher number of two that overtake each other', async () => {
    const { value, load, answer } = lateProjection()
    const both = Promise.all([load(), load()])
    answer(1, 5, 'newer')
    answer(0, 4, 'older')
    await both
    expect(value.value).toBe('newer')
  })
})

describe('a list whose entries change one by one', () => {
  const list = () => createKeyedProjection<{ readonly id: string; readonly at: number }>(({ id }) => id)
  const entry = (id: string, at: number) => ({ id, at })
  const all = ({ entries }: ReturnType<typeof list>) => [...entries.value.values()].map(({ id, at }) => `${id}${at}`)

  it.each([
    ['the list first', [2, 3, 1]],
    ['the list last', [3, 1, 2]],
    ['the list between', [3, 2, 1]],
  ])('has the same entries whatever comes first: %s', (_, order) => {
    const projection = list()
    const steps: Record<number, () => void> = {
      1: () => projection.put([{ seq: 1, value: entry('a', 1) }]),
      2: () => projection.replace([entry('a', 2), entry('b', 2)], 2),
      3: () => projection.put([{ seq: 3, value: entry('b', 3) }]),
    }
    for (const step of order) steps[step]?.()
    expect(all(projection)).toEqual(['a2', 'b3'])
  })

  it('drops entries that a newer list lacks, and keeps those that came after it', () => {
    const projection = list()
    projection.put([
      { seq: 4, value: entry('gone', 4) },
      { seq: 6, value: entry('new', 6) },
    ])
    projection.replace([entry('a', 5)], 5)
    expect(all(projection)).toEqual(['a5', 'new6'])
    projection.replace([entry('old', 3)], 3)
    expect(all(projection)).toEqual(['a5', 'new6'])
    projection.put([{ seq: 5, value: entry('new', 5) }])
    expect(all(projection)).toEqual(['a5', 'new6'])
  })
})
