import { useTimeoutFn } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useText } from '../../i18n/index.ts'
import { useActivityStore } from '../../stores/activity.ts'
import { useServersStore } from '../../stores/servers.ts'
import { type FilterFields, fieldsOf, filterOf, noFilter, ofTag, queryOf } from './filter-query.ts'

/** The record is asked this long after the last key in the text field. */
const typingMs = 200

/**
 * The fields of the Activity screen. They are kept in the address, so that Back, a reload and a link show the same. A
 * visit without parameters shows what was shown last. `show` reads the record.
 */
export function useActivityFilter(show: (filter: ReturnType<typeof filterOf>) => void) {
  const route = useRoute()
  const router = useRouter()
  const store = useActivityStore()
  const { start: applySoon, stop: cancelApply } = useTimeoutFn(apply, typingMs, { immediate: false })
  const asked = fieldsOf(route.query)
  const fields = shallowRef<FilterFields>(Object.keys(queryOf(asked)).length > 0 ? asked : fieldsIn(store.filter))

  function apply(): void {
    cancelApply()
    if (route.name === 'activity') void router.replace({ name: 'activity', query: queryOf(fields.value) })
    show(filterOf(fields.value))
  }
  watch(
    () => (route.name === 'activity' ? route.query : null),
    (query) => {
      if (query === null) return
      const wanted = fieldsOf(query)
      if (JSON.stringify(queryOf(wanted)) === JSON.stringify(queryOf(fields.value))) return
      fields.value = wanted
      apply()
    },
  )
  apply()

  const set = (change: Partial<FilterFields>) => {
    fields.value = { ...fields.value, ...change }
    if ('q' in change) applySoon()
    else apply()
  }
  const field = <Name extends keyof FilterFields>(name: Name) =>
    computed<FilterFields[Name]>({
      get: () => fields.value[name],
      set: (value) => set({ [name]: value }),
    })
  return {
    fields,
    server: field('server'),
    row: field('row'),
    kind: field('kind'),
    who: field('who'),
    result: field('result'),
    text: field('q'),
    isFiltered: computed(() => Object.keys(queryOf(fields.value)).length > 0),
    clear: () => set({ ...noFilter }),
  }
}

/** Returns the fields for a filter that is shown already. */
const fieldsIn = (filter: ReturnType<typeof filterOf>): FilterFields => ({
  server: filter.tag === undefined ? (filter.serverIds?.[0] ?? '') : ofTag(filter.tag),
  row: filter.rowKey ?? '',
  kind: filter.kind ?? '',
  who: filter.person ?? '',
  result: filter.result ?? '',
  q: filter.text ?? '',
})

/** Returns what to filter by: the servers of each tag, each present one, and removed ones that the lines name. */
export function useRecordedServers() {
  const { t, tn } = useText()
  const store = useActivityStore()
  const serversStore = useServersStore()
  return computed(() => {
    const removed = new Map<string, string>()
    for (const line of store.lines) {
      if (line.type === 'run' || line.entry.serverId === null || serversStore.byId.has(line.entry.serverId)) continue
      removed.set(line.entry.serverId, line.entry.serverName ?? line.entry.serverId)
    }
    return [
      ...serversStore.tags.map((tag) => {
        const serverIds = serversStore.servers.flatMap(({ id, tags }) => (tags.includes(tag) ? [id] : []))
        return { value: ofTag(tag), label: tn('activity.filter.tag', serverIds.length, { tag }), serverIds }
      }),
      ...serversStore.servers.map(({ id, name }) => ({ value: id, label: name, serverIds: [id] })),
      ...[...removed].map(([id, name]) => ({
        value: id,
        label: t('activity.filter.gone', { name }),
        serverIds: [id],
      })),
    ]
  })
}
