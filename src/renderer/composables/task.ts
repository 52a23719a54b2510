import { readonly, ref, shallowRef } from 'vue'
import type { ErrorValue } from '../../shared/errors.ts'
import { errorOf } from '../api/client.ts'

/**
 * Runs one operation at a time that may fail: `busy` while it runs, `error` after it has failed. `run` returns
 * whether it succeeded; it returns false at once while another operation runs.
 */
export function useTask() {
  const busy = ref(false)
  const error = shallowRef<ErrorValue | null>(null)
  return {
    busy: readonly(busy),
    error: readonly(error),
    clear: () => void (error.value = null),
    async run(work: () => Promise<unknown>): Promise<boolean> {
      if (busy.value) return false
      busy.value = true
      error.value = null
      try {
        await work()
        return true
      } catch (thrown) {
        error.value = errorOf(thrown)
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
