import { computed } from 'vue'
import { useNow } from '../../composables/now.ts'
import { useServersStore } from '../../stores/servers.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { useChangeDaysStore } from '../../stores/change-days.ts'
import { useAccountRows } from '../../kinds/ftp/account-rows.ts'
import { useFleet } from '../../fleet/use-fleet.ts'
import { findIssues, type FleetMember } from './attention.ts'
import { sortByTrouble } from './cards.ts'
import { countAccounts, cacheByRows, spanFrom } from './figures.ts'
import { useJobFigures } from './use-job-figures.ts'

/**
 * Everything the overview shows but the changes per day, from the stores. After a refresh of one server only that
 * server's rows are counted again, and the totals are added up.
 */
export function useOverview() {
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const changeDays = useChangeDaysStore()
  const now = useNow()
  const rows = useFleet()
  const accountRows = useAccountRows()
  const accountFigures = cacheByRows(countAccounts)
  const span = computed(() => spanFrom(now.value))
  const { jobsOf, hours, isComplete } = useJobFigures(() => span.value.fromMs)

  const fleet = computed<readonly FleetMember[]>(() =>
    rows.value.map((row) => ({
      row,
      accounts: accountFigures(accountRows.of(row.server.id)),
      jobs: jobsOf(row.server.id),
    })),
  )
  const unknownChanges = computed(() => (changeDays.days ?? []).reduce((sum, { unknown }) => sum + unknown, 0))
  return {
    rows,
    fleet,
    cards: computed(() => sortByTrouble(fleet.value)),
    issues: computed(() => findIssues(fleet.value, now.value, unknownChanges.value)),
    hours,
    /** False until all jobs have been checked once. */
    checked: isComplete,
    span,
    loaded: computed(() => serversStore.loaded && inventory.loaded),
  }
}
