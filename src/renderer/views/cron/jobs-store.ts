import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { ServerProfile } from '../../../shared/model/server.ts'
import { useDeskStore } from '../../stores/desk.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { cronRowsOf, type CronRow } from '../../stores/rows.ts'
import { createJobRows, createRowHealth, type JobRow } from './job-rows.ts'

const noJobs: readonly JobRow[] = []

/**
 * Jobs with the clock they are judged by, and their health, worked out once for every screen: the table, the overview
 * and the counts of saved views. `rowsOf` gives the same array as long as nothing about that server's jobs has changed.
 */
export const useJobsStore = defineStore('jobs', () => {
  const desk = useDeskStore()
  const inventory = useInventoryStore()
  const healthOf = createRowHealth()
  const rowOf = createJobRows()
  /** By the plain rows, which are replaced with their slice and their server, and by the offset, which a status brings. */
  const known = new WeakMap<readonly CronRow[], { readonly offsetMin: number | null; readonly rows: readonly JobRow[] }>()

  const rowsOf = (server: ServerProfile): readonly JobRow[] => {
    const slice = inventory.cronSliceOf(server.id)
    if (slice === undefined) return noJobs
    const plain = cronRowsOf(slice, server)
    const status = inventory.statuses.get(server.id)
    const offsetMin = status?.utcOffsetMin ?? null
    const held = known.get(plain)
    if (held?.offsetMin === offsetMin) return held.rows
    const rows = plain.map((row) => rowOf(row, slice, status))
    known.set(plain, { offsetMin, rows })
    return rows
  }

  let before: readonly (readonly JobRow[])[] = []
  let rows: readonly JobRow[] = []
  return {
    healthOf,
    rowsOf,
    /** The same array as long as no row has changed: a server's status alone must not sort a table anew. */
    rows: computed(() => {
      const next = desk.servers.map(rowsOf)
      if (next.length !== before.length || next.some((each, place) => each !== before[place])) rows = next.flat()
      before = next
      return rows
    }),
  }
})
