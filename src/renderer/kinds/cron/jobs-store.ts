import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { ServerProfile } from '../../../shared/model/server.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { arrange, emptySlots, type RowSlots } from '../../table/row-slots.ts'
import { createJobRows, createRowHealth, type JobRow } from './job-rows.ts'

const noJobs: readonly JobRow[] = []

/**
 * Jobs with their clock and their health, computed once for every screen: the table, the overview and the counts of
 * saved views. A refresh of one server costs only the computation of that server's jobs.
 */
export const useJobsStore = defineStore('jobs', () => {
  const inventory = useInventoryStore()
  const jobRowsOf = createJobRows()
  // The slots stay the same while no row has changed, because a new status of a server alone must not sort a table
  // again.
  const rowSlots = computed<RowSlots<JobRow>>((before) =>
    arrange(
      before ?? emptySlots((row: JobRow) => row.key),
      Array.from(
        inventory.cronSlots.blocks,
        ([id, { rows }]) => [id, jobRowsOf(rows, inventory.cronSliceOf(id), inventory.statuses.get(id))] as const,
      ),
    ),
  )
  return {
    healthOf: createRowHealth(),
    rowSlots,
    /** One server's jobs: the same array while they have not changed. */
    rowsOf: ({ id }: Pick<ServerProfile, 'id'>): readonly JobRow[] => rowSlots.value.blocks.get(id)?.rows ?? noJobs,
  }
})
