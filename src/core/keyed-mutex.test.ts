import { expect, test } from 'vitest'
import { createKeyedMutex } from './keyed-mutex.ts'

const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

test('tasks under one key run one after the other, also after a failure; other keys do not wait', async () => {
  const withLock = createKeyedMutex()
  const reported: string[] = []
  let fail = (_: Error) => {}
  const first = withLock('a', () => new Promise<void>((_, reject) => (fail = reject)))
  const second = withLock('a', async () => void reported.push('a2'))
  const other = withLock('b', async () => void reported.push('b'))
  await other
  await tick()
  expect(reported).toEqual(['b'])
  fail(new Error('lost'))
  await expect(first).rejects.toThrow('lost')
  await second
  expect(reported).toEqual(['b', 'a2'])
})
