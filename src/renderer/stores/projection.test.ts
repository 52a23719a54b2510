import { expect, it } from 'vitest'
import { createProjection } from './projection.ts'

it('keeps what an event brought while an answer was under way', async () => {
  const answers: ((value: string) => void)[] = []
  const { value, load, replace } = createProjection(() => new Promise<string>((resolve) => answers.push(resolve)))
  const first = load()
  answers[0]?.('first')
  await first
  expect(value.value).toBe('first')
  const second = load()
  replace('event')
  answers[1]?.('older answer')
  await second
  expect(value.value).toBe('event')
})
