import { readonly, ref, shallowRef } from 'vue'
import type { ErrorValue } from '../../shared/errors.ts'
import { errorOf } from '../api/client.ts'

/**
 * One thing at a time that may fail: `busy` while it runs, `error` after it failed.
 * `run` says whether it went well; it is refused (false) while another run is under way.
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
