import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { CronSlice, FtpSlice, ServerStatus, Slice } from '../../shared/model/inventory.ts'
import type { Input } from '../../shared/contract.ts'
import { api } from '../api/client.ts'
import { useDeskStore } from './desk.ts'
import { cronRowsOf, ftpRowsOf, type CronRow, type FtpRow } from './rows.ts'

/** Last known rows and the state of every server. Slices that arrive within one frame are put in place together. */
export const useInventoryStore = defineStore('inventory', () => {
  const desk = useDeskStore()
  const ftp = shallowRef<ReadonlyMap<string, FtpSlice>>(new Map())
  const cron = shallowRef<ReadonlyMap<string, CronSlice>>(new Map())
  const statuses = shallowRef<ReadonlyMap<string, ServerStatus>>(new Map())
  const isLoaded = shallowRef(false)

  const arrived: Slice[] = []
  /** What has come since a list was asked for is not older than the list, and goes over it. */
  let since: { readonly slices: Slice[]; readonly statuses: ServerStatus[] } | null = null
  let frame: ReturnType<typeof setTimeout> | null = null

  const settle = () => {
    if (frame !== null) clearTimeout(frame)
    frame = null
    const nextFtp = new Map(ftp.value)
    const nextCron = new Map(cron.value)
    for (const slice of arrived.splice(0)) {
      if (slice.kind === 'ftp') nextFtp.set(slice.serverId, slice)
      else nextCron.set(slice.serverId, slice)
    }
    ftp.value = nextFtp
    cron.value = nextCron
  }

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
    arrived.splice(0, arrived.length, ...over.slices)
    ftp.value = new Map(accounts.map((slice) => [slice.serverId, slice]))
    cron.value = new Map(jobs.map((slice) => [slice.serverId, slice]))
    statuses.value = new Map([...states, ...over.statuses].map((status) => [status.serverId, status]))
    settle()
    isLoaded.value = true
  }

  const ftpRows = computed<readonly FtpRow[]>(() =>
    desk.servers.flatMap((server) => {
      const slice = ftp.value.get(server.id)
      return slice ? ftpRowsOf(slice, server) : []
    }),
  )
  const cronRows = computed<readonly CronRow[]>(() =>
    desk.servers.flatMap((server) => {
      const slice = cron.value.get(server.id)
      return slice ? cronRowsOf(slice, server) : []
    }),
  )

  return {
    ftpRows,
    cronRows,
    loaded: computed(() => isLoaded.value),
    statusOf: (serverId: string): ServerStatus | undefined => statuses.value.get(serverId),
    statuses: computed(() => statuses.value),
    ftpSliceOf: (serverId: string): FtpSlice | undefined => ftp.value.get(serverId),
    cronSliceOf: (serverId: string): CronSlice | undefined => cron.value.get(serverId),
    refreshing: computed(() => [...statuses.value.values()].filter((status) => status.refreshing).length),
    load,
    sliceArrived(slice: Slice) {
      arrived.push(slice)
      since?.slices.push(slice)
      // A timer and not a frame: a hidden window draws none, and its rows must still be right when it is shown.
      frame ??= setTimeout(settle, 16)
    },
    statusArrived(status: ServerStatus) {
      since?.statuses.push(status)
      statuses.value = new Map(statuses.value).set(status.serverId, status)
    },
    refresh: (request: Input<'inventory.refresh'> = {}) => api.call('inventory.refresh', request),
  }
})
