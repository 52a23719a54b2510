import { defineStore } from 'pinia'
import { computed, shallowRef, type ShallowRef } from 'vue'
import { kindNames } from '../../shared/kind-names.ts'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { ServerStatus, Slice } from '../../shared/model/inventory.ts'
import type { Input } from '../../shared/contract.ts'
import { api } from '../api/client.ts'
import { useServersStore } from './servers.ts'

type SlicesByKind = { readonly [K in ListedKind]: ShallowRef<ReadonlyMap<string, Slice<K>>> }

/**
 * The last slices from core, for every kind and server. The first slice after a pause is applied at once; those that
 * follow within a frame are applied together.
 */
function useSlices() {
  const byKind = Object.fromEntries(kindNames.map((kind) => [kind, shallowRef(new Map())])) as unknown as SlicesByKind
  const refOf = (kind: ListedKind): ShallowRef<ReadonlyMap<string, Slice>> => byKind[kind]
  const arrived: Slice[] = []
  let frame: ReturnType<typeof setTimeout> | null = null

  const entryOf = (slice: Slice) => [slice.serverId, slice] as const
  const applyArrived = () => {
    if (frame !== null) clearTimeout(frame)
    // A timer is used instead of an animation frame: a hidden window draws no frames, and its rows must be right when
    // it is shown.
    frame = arrived.length === 0 ? null : setTimeout(applyArrived, 16)
    if (frame === null) return
    const batch = arrived.splice(0)
    for (const kind of kindNames) {
      const own = batch.filter((slice) => slice.kind === kind)
      if (own.length > 0) refOf(kind).value = new Map([...refOf(kind).value, ...own.map(entryOf)])
    }
  }

  return {
    of: <K extends ListedKind>(kind: K): ReadonlyMap<string, Slice<K>> => byKind[kind].value,
    add(slice: Slice) {
      arrived.push(slice)
      if (frame === null) applyArrived()
    },
    /** Replaces all slices by the lists, and applies over them the slices that arrived during the request. */
    replace(slices: readonly Slice[], newerSlices: readonly Slice[]) {
      arrived.splice(0, arrived.length, ...newerSlices)
      for (const kind of kindNames)
        refOf(kind).value = new Map(slices.filter((slice) => slice.kind === kind).map(entryOf))
      applyArrived()
    },
  }
}

/** The last known slices and the status of every server. */
export const useInventoryStore = defineStore('inventory', () => {
  const serversStore = useServersStore()
  const slices = useSlices()
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
      Promise.all(kindNames.map((kind): Promise<readonly Slice[]> => api.call('rows.list', { kind }))),
      api.call('inventory.statuses', {}),
    ])
    const [slicesByKind, states] = await lists.finally(() => {
      if (arrivals === ownArrivals) arrivals = null
      else isSuperseded = true
    })
    // A later `load` has begun meanwhile, and its lists count.
    if (isSuperseded) return
    slices.replace(slicesByKind.flat(), ownArrivals.slices)
    statuses.value = new Map([...states, ...ownArrivals.statuses].map((status) => [status.serverId, status]))
    isLoaded.value = true
  }

  return {
    /** Returns the last slice of one kind from a server; undefined before the first one. */
    sliceOf: <K extends ListedKind>(kind: K, serverId: string): Slice<K> | undefined => slices.of(kind).get(serverId),
    /** Returns the number of rows of one kind on all servers. */
    countOf: (kind: ListedKind): number =>
      serversStore.servers.reduce((count, { id }) => count + (slices.of(kind).get(id)?.rows.length ?? 0), 0),
    loaded: computed(() => isLoaded.value),
    statusOf: (serverId: string): ServerStatus | undefined => statuses.value.get(serverId),
    statuses: computed(() => statuses.value),
    refreshing: computed(() => [...statuses.value.values()].filter((status) => status.refreshing).length),
    load,
    sliceArrived(slice: Slice) {
      arrivals?.slices.push(slice)
      slices.add(slice)
    },
    statusArrived(status: ServerStatus) {
      arrivals?.statuses.push(status)
      statuses.value = new Map(statuses.value).set(status.serverId, status)
    },
    refresh: (request: Input<'inventory.refresh'> = {}) => api.call('inventory.refresh', request),
  }
})
