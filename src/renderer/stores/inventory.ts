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
 * The last slices from core, for every server. The first slice after a pause is applied at once; those that follow
 * within a frame are applied together.
 */
function useSlices() {
  const ftp = shallowRef<ReadonlyMap<string, FtpSlice>>(new Map())
  const cron = shallowRef<ReadonlyMap<string, CronSlice>>(new Map())
  const arrived: Slice[] = []
  let frame: ReturnType<typeof setTimeout> | null = null

  const applyArrived = () => {
    if (frame !== null) clearTimeout(frame)
    // A timer is used instead of an animation frame: a hidden window draws no frames, and its rows must be right when
    // it is shown.
    frame = arrived.length === 0 ? null : setTimeout(applyArrived, 16)
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
      if (frame === null) applyArrived()
    },
    /** Replaces all slices by the lists, and applies over them the slices that arrived during the request. */
    replace(accounts: readonly FtpSlice[], jobs: readonly CronSlice[], newerSlices: readonly Slice[]) {
      arrived.splice(0, arrived.length, ...newerSlices)
      ftp.value = new Map(accounts.map((slice) => [slice.serverId, slice]))
      cron.value = new Map(jobs.map((slice) => [slice.serverId, slice]))
      applyArrived()
    },
  }
}

/** The rows of all servers by slot. A new slice costs only its own rows; those of other servers keep their slots. */
function useRowSlots<S extends object, R extends { readonly key: string }>(
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

/** The last known rows and the status of every server. */
export const useInventoryStore = defineStore('inventory', () => {
  const { ftp, cron, add, replace } = useSlices()
  const statuses = shallowRef<ReadonlyMap<string, ServerStatus>>(new Map())
  const isLoaded = shallowRef(false)
  /**
   * What arrived since the lists were requested. It is applied over the lists: if they are newer, a newer event is
   * still to come. Null while no lists are requested.
   */
  let arrivals: { readonly slices: Slice[]; readonly statuses: ServerStatus[] } | null = null

  const load = async () => {
    const ownArrivals = (arrivals = { slices: [] as Slice[], statuses: [] as ServerStatus[] })
    let isSuperseded = false
    const lists = Promise.all([
      api.call('rows.list', { kind: 'ftp' }),
      api.call('rows.list', { kind: 'cron' }),
      api.call('inventory.statuses', {}),
    ])
    const [accounts, jobs, states] = await lists.finally(() => {
      if (arrivals === ownArrivals) arrivals = null
      else isSuperseded = true
    })
    // A later `load` has begun meanwhile, and its lists count.
    if (isSuperseded) return
    replace(accounts, jobs, ownArrivals.slices)
    statuses.value = new Map([...states, ...ownArrivals.statuses].map((status) => [status.serverId, status]))
    isLoaded.value = true
  }

  const ftpSlots = useRowSlots<FtpSlice, FtpRow>(() => ftp.value, ftpRowsOf)
  const cronSlots = useRowSlots<CronSlice, CronRow>(() => cron.value, cronRowsOf)

  return {
    ftpSlots,
    cronSlots,
    /** All rows in one list, for code that reads them once. */
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
      arrivals?.slices.push(slice)
      add(slice)
    },
    statusArrived(status: ServerStatus) {
      arrivals?.statuses.push(status)
      statuses.value = new Map(statuses.value).set(status.serverId, status)
    },
    refresh: (request: Input<'inventory.refresh'> = {}) => api.call('inventory.refresh', request),
  }
})
