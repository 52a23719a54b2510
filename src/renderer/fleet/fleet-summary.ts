import { computed } from 'vue'
import type { ListedKind } from '../../shared/kinds/index.ts'
import { useText } from '../i18n/index.ts'
import { useServersStore } from '../stores/servers.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useSettingsStore } from '../stores/settings.ts'
import { ageText } from './server-status.ts'
import { rowsState, summaryParts } from './fleet-rows.ts'
import { useNow } from '../composables/now.ts'

/**
 * The state of one kind of rows on all servers, for the header of a combined table. `parts` are the words of "46
 * current, 1 stale 2 hr, 1 certificate changed", each with the status by which servers can be filtered. `troubled` are
 * the servers whose last read failed. `cut` are those whose panel has more rows than it listed. `stale` are those
 * whose last read succeeded, but long ago. `staleIds` are the servers whose rows are stale or whose last read failed.
 */
export function useFleetSummary(rows: ListedKind) {
  const { t, tn, locale } = useText()
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const settings = useSettingsStore()
  const now = useNow()

  const states = computed(() => {
    const at = { nowMs: now.value, staleAfterMin: settings.settings?.staleAfterMin ?? 60 }
    return serversStore.servers.map((server) => {
      const slice = inventory.sliceOf(rows, server.id)
      const cached = { count: slice?.rows.length ?? 0, total: slice?.total ?? null }
      return rowsState(server, rows, inventory.statuses.get(server.id), cached, at)
    })
  })
  const parts = computed(() =>
    summaryParts(states.value).map(({ kind, count, oldestReadAtMs }) => ({
      kind,
      words:
        kind === 'ok'
          ? tn('servers.summary.current', count)
          : tn(`servers.summary.part.${kind}`, count, {
              age: oldestReadAtMs === null ? '' : ageText(now.value - oldestReadAtMs, locale.value),
            }),
    })),
  )
  // The ids are compared as one text, so that a tick of the clock alone does not replace the set.
  const staleText = computed(() =>
    states.value.flatMap((state) => (state.stale || state.error !== null ? [state.server.id] : [])).join('\n'),
  )
  return {
    states,
    parts,
    troubled: computed(() => states.value.filter((state) => state.error !== null)),
    cut: computed(() => states.value.filter((state) => state.total !== null && state.total > state.count)),
    stale: computed(() => states.value.filter((state) => state.stale && state.error === null)),
    staleIds: computed<ReadonlySet<string>>(() => new Set(staleText.value.split('\n'))),
    refreshing: computed(() => states.value.filter((state) => state.refreshing).length),
    /** Returns the time since `atMs` on this machine's clock, for example "2 hr"; the word for never if it is null. */
    ageOf: (atMs: number | null) => (atMs === null ? t('state.never') : ageText(now.value - atMs, locale.value)),
  }
}
