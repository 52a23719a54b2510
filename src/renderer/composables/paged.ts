import { computed, shallowRef } from 'vue'
import type { ErrorValue } from '../../shared/errors.ts'
import { errorOf } from '../api/client.ts'

const pageSize = 200
const mostPages = 20

interface Page<T> {
  readonly total: number
  readonly items: readonly T[]
}

/**
 * A long list of which only some pages are kept. `need(first, last)` reads the missing pages of these indexes.
 * `reload` reads the kept pages again and shows the old ones meanwhile. `reset` starts from nothing, for example for
 * another filter.
 */
export function usePaged<T>(fetch: (offset: number, limit: number) => Promise<Page<T>>) {
  const total = shallowRef<number | null>(null)
  const pages = shallowRef<ReadonlyMap<number, readonly T[]>>(new Map())
  const error = shallowRef<ErrorValue | null>(null)
  const underWay = new Set<number>()
  let turn = 0

  async function read(page: number): Promise<void> {
    if (underWay.has(page)) return
    underWay.add(page)
    const mine = turn
    try {
      const answer = await fetch(page * pageSize, pageSize)
      if (mine !== turn) return
      total.value = answer.total
      // Keep the pages that were read last: they are nearest to what the user looks at.
      const rest = [...pages.value].filter(([known]) => known !== page).slice(-(mostPages - 1))
      pages.value = new Map([...rest, [page, answer.items]])
      error.value = null
    } catch (thrown) {
      if (mine === turn) error.value = errorOf(thrown)
    } finally {
      if (mine === turn) underWay.delete(page)
    }
  }

  function need(first: number, last: number): void {
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
      if (!pages.value.has(page)) void read(page)
    }
  }

  return {
    /** Null until the first page has arrived. */
    total: computed(() => total.value),
    error: computed(() => error.value),
    at: (index: number): T | undefined => pages.value.get(Math.floor(index / pageSize))?.[index % pageSize],
    need,
    reload: () => Promise.all([...(pages.value.size === 0 ? [0] : pages.value.keys())].map(read)),
    reset() {
      turn += 1
      underWay.clear()
      total.value = null
      pages.value = new Map()
      error.value = null
      void read(0)
    },
  }
}

export type Paged<T> = ReturnType<typeof usePaged<T>>
