import { onScopeDispose, type Ref, shallowRef } from 'vue'
import type { ErrorValue } from '../../shared/errors.ts'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import { api, errorOf, onEvent } from '../api/client.ts'
import { createProjection } from '../stores/projection.ts'

/**
 * Returns the newest entries of the record about a row, at most `limit`, and why they could not be read. They are null
 * until they have been read, and are read again when one of them may have changed.
 */
export function useRowEntries(
  rowKey: string,
  limit: number,
): {
  readonly entries: Readonly<Ref<readonly ActivityEntry[] | null>>
  readonly error: Readonly<Ref<ErrorValue | null>>
} {
  const { value: entries, load } = createProjection(() => api.numbered('activity.list', { rowKey, limit }))
  const error = shallowRef<ErrorValue | null>(null)

  async function read(): Promise<void> {
    try {
      await load()
      error.value = null
    } catch (thrown) {
      error.value = errorOf(thrown)
    }
  }
  void read()

  const isOfRun = (runId: string) => entries.value?.some((entry) => entry.runId === runId) ?? false
  const stops = [
    onEvent('activity.added', (entry) => void (entry.rowKey === rowKey && read())),
    onEvent('bulk.progress', ({ run, changed }) => {
      if (isOfRun(run.id) || changed.some(({ key }) => key === rowKey)) void read()
    }),
    onEvent('activity.erased', () => void read()),
  ]
  onScopeDispose(() => stops.forEach((stop) => stop()))
  return { entries, error }
}
