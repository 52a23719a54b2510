import { type Ref, shallowRef, watch } from 'vue'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import { api } from '../api/client.ts'
import type { RowChange } from '../stores/changes.ts'

/** Reads the run and the item of an entry. Null if no run has made the change, or if the run is no longer kept. */
async function readChange({ runId, itemIndex }: ActivityEntry): Promise<RowChange | null> {
  if (runId === null || itemIndex === null) return null
  try {
    const [run, { items }] = await Promise.all([
      api.call('bulk.run', { runId }),
      api.call('bulk.runItems', { runId, offset: itemIndex, limit: 1 }),
    ])
    const item = items.find(({ index }) => index === itemIndex)
    return item === undefined ? null : { run, item }
  } catch {
    return null
  }
}

/**
 * Returns the change that an entry of the record is about: null if its run is no longer kept, undefined until that is
 * known. It is read again with each new copy of the entry.
 */
export function useEntryChange(entry: () => ActivityEntry): Readonly<Ref<RowChange | null | undefined>> {
  const change = shallowRef<RowChange | null>()
  watch(
    entry,
    async (asked) => {
      const found = await readChange(asked)
      if (asked === entry()) change.value = found
    },
    { immediate: true },
  )
  return change
}
