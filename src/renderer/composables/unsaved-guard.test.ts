import { effectScope, ref } from 'vue'
import { expect, it } from 'vitest'
import { hasDraft, unsaved, useUnsavedGuard } from './unsaved-guard.ts'

it('returns the kind of unsaved input, a dialog first, until the scope of each ends', () => {
  const typed = ref('')
  const isOpen = ref(true)
  const page = effectScope()
  const dialog = effectScope()
  page.run(() => useUnsavedGuard('draft', () => typed.value !== ''))
  expect(unsaved.value).toBeNull()
  typed.value = 'x'
  expect(unsaved.value).toBe('draft')
  dialog.run(() => useUnsavedGuard('dialog', () => isOpen.value))
  expect([unsaved.value, hasDraft.value]).toEqual(['dialog', true])
  isOpen.value = false
  expect(unsaved.value).toBe('draft')
  isOpen.value = true
  dialog.stop()
  page.stop()
  expect([unsaved.value, hasDraft.value]).toEqual([null, false])
})
