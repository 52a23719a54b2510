import { computed, shallowRef, watch } from 'vue'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { SavedView } from '../../shared/model/views.ts'
import { useIdleWork } from '../composables/idle.ts'
import type { RowKind, RowTable } from '../kinds/kind.ts'
import { rowKinds } from '../kinds/index.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useViewsStore } from '../stores/views.ts'
import { createMatchCounter } from './match-counter.ts'

/** Counts the rows of one kind that pass a filter. */
function useKindCounter({ useRows }: RowKind, { useParts }: RowTable) {
  const rows = useRows()
  const { columns, fields } = useParts()
  const counter = computed(() => createMatchCounter({ columns, keyOf: ({ key }) => key, fields: fields() }))
  const lists = computed(() => Array.from(rows.slots().blocks.values(), (block) => block.rows))
  return {
    count: (query: string) => counter.value(query, lists.value),
    /** What a count depends on. */
    inputs: () => [counter.value, lists.value] as const,
  }
}

/**
 * Counts the rows that each saved view shows, server by server while the page is idle. A server whose rows have not
 * changed is not counted again. `of` returns null while a view has not been counted yet.
 */
export function useViewCounts(tables: ReadonlyMap<ListedKind, RowTable>) {
  const views = useViewsStore()
  const inventory = useInventoryStore()
  const counts = shallowRef<ReadonlyMap<string, number>>(new Map())
  const counters = new Map(Array.from(tables, ([kind, table]) => [kind, useKindCounter(rowKinds[kind], table)]))

  function* countOne({ kind, query }: SavedView): Generator<void, number> {
    const counter = counters.get(kind)
    return counter === undefined ? 0 : yield* counter.count(query)
  }
  function* countAll(): Generator<void> {
    const known = new Set(views.views.map(({ id }) => id))
    for (const view of views.views) {
      const count = yield* countOne(view)
      if (counts.value.get(view.id) === count) continue
      counts.value = new Map([...counts.value].filter(([id]) => known.has(id))).set(view.id, count)
    }
  }
  const work = useIdleWork(countAll)
  watch(
    () => [views.views, inventory.loaded, ...Array.from(counters.values(), ({ inputs }) => inputs()).flat()],
    () => inventory.loaded && work.start(),
    { immediate: true },
  )

  return { of: (id: string): number | null => counts.value.get(id) ?? null }
}
