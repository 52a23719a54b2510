import { expect, test } from 'vitest'
import { createProjection } from './projection.ts'

test('is null until it is read, then the last read or received value', async () => {
  const answers = [['a'], ['a', 'b']]
  const projection = createProjection(() => Promise.resolve(answers.shift() ?? []))
  expect(projection.value.value).toBeNull()
  expect(projection.loaded.value).toBe(false)
  await projection.load()
  expect(projection.value.value).toEqual(['a'])
  expect(projection.loaded.value).toBe(true)
  projection.replace(['c'])
  expect(projection.value.value).toEqual(['c'])
  await projection.load()
  expect(projection.value.value).toEqual(['a', 'b'])
})

test('a read that fails keeps the present value', async () => {
  const projection = createProjection(() => Promise.reject<string>(new Error('no answer')))
  projection.replace('before')
  await expect(projection.load()).rejects.toThrow('no answer')
  expect(projection.value.value).toBe('before')
})
