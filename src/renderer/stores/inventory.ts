import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { CronSlice, FtpSlice, ServerStatus, Slice } from '../../shared/model/inventory.ts'
import type { Input } from '../../shared/contract.ts'
import { api } from '../api/client.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import { useServersStore } from './servers.ts'
import { arrange, emptySlots, type RowSlots } from '../table/row-slots.ts'
import { cronRowsOf, ftpRowsOf, type CronRow, type FtpRow } from './rows.ts'

/**
 * What core last told of every server's rows. The first slice after a pause is put in place at once, those that follow
 * within a frame together.
 */
function useSlices() {
  const ftp = shallowRef<ReadonlyMap<string, FtpSlice>>(new Map())
  const cron = shallowRef<ReadonlyMap<string, CronSlice>>(new Map())
  const arrived: Slice[] = []
  let frame: ReturnType<typeof setTimeout> | null = null

  const settle = () => {
    if (frame !== null) clearTimeout(frame)
    // A timer and not a frame: a hidden window draws none, and its rows must still be right when it is shown.
    frame = arrived.length === 0 ? null : setTimeout(settle, 16)
    if (frame === null) return
    const nextFtp = new Map(ftp.value)
    const nextCron = new Map(cron.value)
    for (const slice of arrived.splice(0)) {
      if (slice.kind === 'ftp') nextFtp.set(slice.serverId, slice)
      else nextCron.set(slice.serverId, slice)
    }
    ftp.value = nextFtp
    cron.value = nextCron
  }

  return {
    ftp,
    cron,
    add(slice: Slice) {
      arrived.push(slice)
      if (frame === null) settle()
    },
    /** Takes whole lists, and over them the slices that came while they were on their way. */
    replace(accounts: readonly FtpSlice[], jobs: readonly CronSlice[], over: readonly Slice[]) {
      arrived.splice(0, arrived.length, ...over)
      ftp.value = new Map(accounts.map((slice) => [slice.serverId, slice]))
      cron.value = new Map(jobs.map((slice) => [slice.serverId, slice]))
      settle()
    },
  }
}

/** Rows by place: a slice that arrives costs its own rows, those of all other servers stay where they are. */
function usePlaces<S extends object, R extends { readonly key: string }>(
  slices: () => ReadonlyMap<string, S>,
  rowsOf: (slice: S, server: ServerProfile) => readonly R[],
) {
  const serversStore = useServersStore()
  return computed<RowSlots<R>>((before) =>
    arrange(
      before ?? emptySlots((row: R) => row.key),
      serversStore.servers.flatMap((server) => {
        const slice = slices().get(server.id)
        return slice === undefined ? [] : [[server.id, rowsOf(slice, server)] as const]
      }),
    ),
  )
}

/** Last known rows and the state of every server. */
export const useInventoryStore = defineStore('inventory', () => {
  const { ftp, cron, add, replace } = useSlices()
  const statuses = shallowRef<ReadonlyMap<string, ServerStatus>>(new Map())
  const isLoaded = shallowRef(false)
  /** What has come since a list was asked for is not older than the list, and goes over it. */
  let since: { readonly slices: Slice[]; readonly statuses: ServerStatus[] } | null = null

  const load = async () => {
    const over = (since = { slices: [] as Slice[], statuses: [] as ServerStatus[] })
    let newer = false
    const lists = Promise.all([api.call('ftp.list', {}), api.call('cron.list', {}), api.call('inventory.statuses', {})])
    const [accounts, jobs, states] = await lists.finally(() => {
      if (since === over) since = null
      else newer = true
    })
    // A list that was asked for later is on its way.
    if (newer) return
    replace(accounts, jobs, over.slices)
    statuses.value = new Map([...states, ...over.statuses].map((status) => [status.serverId, status]))
    isLoaded.value = true
  }

  const ftpSlots = usePlaces<FtpSlice, FtpRow>(() => ftp.value, ftpRowsOf)
  const cronSlots = usePlaces<CronSlice, CronRow>(() => cron.value, cronRowsOf)

  return {
    ftpSlots,
    cronSlots,
    /** All rows in one list, for what looks through them once. */
    ftpRows: computed<readonly FtpRow[]>(() => [...ftpSlots.value.blocks.values()].flatMap(({ rows }) => rows)),
    cronRows: computed<readonly CronRow[]>(() => [...cronSlots.value.blocks.values()].flatMap(({ rows }) => rows)),
    loaded: computed(() => isLoaded.value),
    statusOf: (serverId: string): ServerStatus | undefined => statuses.value.get(serverId),
    statuses: computed(() => statuses.value),
    ftpSliceOf: (serverId: string): FtpSlice | undefined => ftp.value.get(serverId),
    cronSliceOf: (serverId: string): CronSlice | undefined => cron.value.get(serverId),
    refreshing: computed(() => [...statuses.value.values()].filter((status) => status.refreshing).length),
    load,
    sliceArrived(slice: Slice) {
      since?.slices.push(slice)
      add(slice)
    },
    statusArrived(status: ServerStatus) {
      since?.statuses.push(status)
      statuses.value = new Map(statuses.value).set(status.serverId, status)
    },
    refresh: (request: Input<'inventory.refresh'> = {}) => api.call('inventory.refresh', request),
  }
})
