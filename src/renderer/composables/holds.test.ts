import { effectScope, ref } from 'vue'
import { expect, it } from 'vitest'
import { hasDraft, heldBy, useHold } from './holds.ts'

it('tells what holds the screen, a dialog first, until the scope of each ends', () => {
  const typed = ref('')
  const isOpen = ref(true)
  const page = effectScope()
  const dialog = effectScope()
  page.run(() => useHold('draft', () => typed.value !== ''))
  expect(heldBy.value).toBeNull()
  typed.value = 'x'
  expect(heldBy.value).toBe('draft')
  dialog.run(() => useHold('dialog', () => isOpen.value))
  expect([heldBy.value, hasDraft.value]).toEqual(['dialog', true])
  isOpen.value = false
  expect(heldBy.value).toBe('draft')
  isOpen.value = true
  dialog.stop()
  page.stop()
  expect([heldBy.value, hasDraft.value]).toEqual([null, false])
})
