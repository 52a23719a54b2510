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
  const pagesInFlight = new Set<number>()
  /** Pages in flight whose answer may be older than a change: they are read once more. */
  const outdatedInFlight = new Set<number>()
  let generation = 0

  async function read(page: number): Promise<void> {
    if (pagesInFlight.has(page)) return
    pagesInFlight.add(page)
    const ownGeneration = generation
    try {
      const answer = await fetch(page * pageSize, pageSize)
      if (ownGeneration !== generation) return
      total.value = answer.total
      // Keep the pages that were read last: they are nearest to what the user looks at.
      const keptPages = [...pages.value].filter(([known]) => known !== page).slice(-(mostPages - 1))
      pages.value = new Map([...keptPages, [page, answer.items]])
      error.value = null
    } catch (thrown) {
      if (ownGeneration === generation) error.value = errorOf(thrown)
    } finally {
      if (ownGeneration === generation) pagesInFlight.delete(page)
    }
    if (ownGeneration === generation && outdatedInFlight.delete(page)) await read(page)
  }

  function readAgain(page: number): Promise<void> {
    if (pagesInFlight.has(page)) outdatedInFlight.add(page)
    return read(page)
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
    reload: () => Promise.all([...(pages.value.size === 0 ? [0] : pages.value.keys())].map(readAgain)),
    reset() {
      generation += 1
      pagesInFlight.clear()
      outdatedInFlight.clear()
      total.value = null
      pages.value = new Map()
      error.value = null
      void read(0)
    },
  }
}
