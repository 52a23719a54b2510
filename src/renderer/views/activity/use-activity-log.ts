import { computed, ref, watch } from 'vue'
import type { ActivityEntry } from '../../../shared/model/activity.ts'
import { useTable } from '../../composables/table.ts'
import { absoluteTime } from '../../composables/relative-time.ts'
import { useText } from '../../i18n/index.ts'
import { useActivityStore } from '../../stores/activity.ts'
import { useServersStore } from '../../stores/servers.ts'
import type { Column } from '../../table/columns.ts'
import { useTask } from '../../composables/task.ts'
import { useActivityWords } from '../../changes/use-activity-words.ts'

export const resultFilters = ['all', 'done', 'failed', 'unknown'] as const
export type ResultFilter = (typeof resultFilters)[number]

function logColumns(
  words: ReturnType<typeof useActivityWords>,
  t: ReturnType<typeof useText>['t'],
  locale: string,
): readonly Column<ActivityEntry>[] {
  return [
    {
      id: 'when',
      header: 'activity.column.when',
      text: (entry) => absoluteTime(entry.atMs, locale),
      sortKey: (entry) => entry.id,
      widthPx: 136,
    },
    { id: 'action', header: 'activity.column.action', text: words.action, widthPx: 184, grow: 0.5 },
    { id: 'subject', header: 'activity.column.subject', text: words.subject, widthPx: 132, grow: 0.6 },
    {
      id: 'server',
      header: 'activity.column.server',
      text: ({ serverName }) => serverName ?? '',
      widthPx: 148,
      grow: 0.5,
      muted: true,
    },
    { id: 'change', header: 'activity.column.change', text: words.change, widthPx: 220, grow: 3, sortable: false },
    {
      id: 'result',
      header: 'activity.column.result',
      text: ({ result }) => t(`activity.result.${result}`),
      widthPx: 100,
    },
    { id: 'actor', header: 'activity.column.actor', text: ({ actor }) => actor, widthPx: 104, muted: true },
  ]
}

/** Returns the servers to filter by: all, the present ones, and removed ones that the loaded entries name. */
function useLoggedServers() {
  const { t } = useText()
  const store = useActivityStore()
  const serversStore = useServersStore()
  return computed(() => {
    const removedServers = new Map<string, string>()
    for (const { serverId, serverName } of store.entries) {
      if (serverId !== null && serverName !== null && !serversStore.byId.has(serverId))
        removedServers.set(serverId, serverName)
    }
    return [
      { value: '', label: t('field.allServers') },
      ...serversStore.servers.map(({ id, name }) => ({ value: id, label: name })),
      ...[...removedServers].map(([value, name]) => ({ value, label: t('activity.filter.gone', { name }) })),
    ]
  })
}

/** The log as a table: its columns, its filters by text, server and result, and loading older entries. */
export function useActivityLog() {
  const { t, locale } = useText()
  const store = useActivityStore()
  const serversStore = useServersStore()
  const words = useActivityWords()
  const reading = useTask()

  const columns = logColumns(words, t, locale.value)
  const includesText = (text: string, value: string) => text.toLowerCase().includes(value)
  const table = useTable(() => store.entries, {
    columns,
    keyOf: (entry) => String(entry.id),
    initialSort: [{ columnId: 'when', direction: 'desc' }],
    fields: {
      server: (entry, value) => includesText(entry.serverName ?? '', value),
      what: (entry, value) => includesText(words.action(entry), value) || includesText(entry.action, value),
      who: (entry, value) => includesText(entry.actor, value),
      result: (entry, value) => entry.result === value,
    },
  })

  const text = ref('')
  const result = ref<ResultFilter>('all')
  watch([text, result], () => {
    table.query.value = result.value === 'all' ? text.value : `${text.value} result:${result.value}`
  })
  const isFiltered = computed(() => text.value.trim() !== '' || result.value !== 'all' || store.scope !== null)

  const servers = useLoggedServers()
  const server = computed({
    get: () => store.scope ?? '',
    set: (id) => void reading.run(() => store.show(id === '' ? null : id)),
  })
  function clear(): void {
    text.value = ''
    result.value = 'all'
    if (store.scope !== null) server.value = ''
  }
  const shownEntries = (): readonly ActivityEntry[] =>
    Array.from(table.order.value, (index) => store.entries[index]).filter((entry) => entry !== undefined)

  return {
    store,
    serversStore,
    words,
    columns,
    table,
    text,
    result,
    server,
    servers,
    isFiltered,
    clear,
    shownEntries,
    reading,
  }
}
