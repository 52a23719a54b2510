import { useTimeoutFn } from '@vueuse/core'
import { watch } from 'vue'
import type { ItemState, RunItem } from '../../../shared/model/run.ts'
import { api } from '../../api/client.ts'
import { usePaged } from '../../composables/paged.ts'
import { useRunsStore } from '../../stores/runs.ts'

const minIntervalMs = 1000

/**
 * The items of a run in some states, or in all if `states` is empty, kept up to date. While the run is active, and
 * after the connection to core was lost, the loaded pages are read again at most once a second. If states or server
 * change, the list starts over.
 */
export function useRunItems(runId: string, states: () => readonly ItemState[], serverId: () => string = () => '') {
  const runs = useRunsStore()
  const paged = usePaged<RunItem>((offset, limit) =>
    api.call('bulk.runItems', {
      runId,
      offset,
      limit,
      ...(states().length === 0 ? {} : { states: [...states()] }),
      ...(serverId() === '' ? {} : { serverId: serverId() }),
    }),
  )
  const { isPending, start } = useTimeoutFn(paged.reload, minIntervalMs, { immediate: false })
  const readSoon = () => isPending.value || start()
  watch(
    () => runs.last,
    (progress) => progress?.run.id === runId && readSoon(),
  )
  watch(() => runs.loads, readSoon)
  watch([() => states().join(), serverId], () => paged.reset(), { immediate: true })
  return paged
}
