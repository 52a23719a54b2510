import { computed } from 'vue'
import { useBulkStore } from '../../../stores/bulk.ts'
import { useJobRows } from '../job-rows.ts'

/** Returns the jobs that the open form of a bulk change is for. */
export function useFormJobs() {
  const wanted = new Set(useBulkStore().formKeys)
  const rows = useJobRows()
  return computed(() => rows.all().filter(({ key }) => wanted.has(key)))
}
