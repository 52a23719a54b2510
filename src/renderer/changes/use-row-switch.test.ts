import { expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { useRowSwitch } from './use-row-switch.ts'

const rowOf = (enabled: boolean, key = 's/ftp/a') => ({ key, enabled })

function switchOf(isDone: boolean) {
  const row = shallowRef(rowOf(true))
  let answer: () => void = () => {}
  const answered = new Promise<void>((resolve) => (answer = resolve))
  const value = useRowSwitch({
    row: () => row.value,
    valueOf: ({ enabled }) => enabled,
    change: () => answered.then(() => isDone),
  })
  return { row, value, answer: async () => (answer(), await answered, await Promise.resolve(), undefined) }
}

it('shows what is wanted until the answer and the new row have both arrived', async () => {
  const { row, value, answer } = switchOf(true)
  value.value = false
  expect(value.value).toBe(false)
  await answer()
  expect(value.value).toBe(false)
  row.value = rowOf(true)
  expect(value.value).toBe(true)
})

it('shows the row again after a failure', async () => {
  const { value, answer } = switchOf(false)
  value.value = false
  await answer()
  await Promise.resolve()
  expect(value.value).toBe(true)
})

it('shows another row as it is', () => {
  const { row, value } = switchOf(true)
  value.value = false
  row.value = rowOf(true, 's/ftp/b')
  expect(value.value).toBe(true)
})
