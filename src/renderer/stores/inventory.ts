import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { kindNames } from '../../shared/kind-names.ts'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { ServerStatus, Slice } from '../../shared/model/inventory.ts'
import type { Input } from '../../shared/contract.ts'
import type { Numbered } from '../../shared/errors.ts'
import { api } from '../api/client.ts'
import { createKeyedProjection, type KeyedProjection } from './projection.ts'
import { useServersStore } from './servers.ts'

type SlicesByKind = { readonly [K in ListedKind]: KeyedProjection<Slice<K>> }

/**
 * The last slices from core, for every kind and server. The first slice after a pause is applied at once; those that
 * follow within a frame are applied together.
 */
function useSlices() {
  const byKind = Object.fromEntries(
    kindNames.map((kind) => [kind, createKeyedProjection<Slice>(({ serverId }) => serverId)]),
  ) as unknown as SlicesByKind
  const projectionOf = (kind: ListedKind) => byKind[kind] as KeyedProjection<Slice>
  const arrived: Numbered<Slice>[] = []
  let frame: ReturnType<typeof setTimeout> | null = null

  const applyArrived = () => {
    if (frame !== null) clearTimeout(frame)
    // A timer is used instead of an animation frame: a hidden window draws no frames, and its rows must be right when
    // it is shown.
    frame = arrived.length === 0 ? null : setTimeout(applyArrived, 16)
    if (frame === null) return
    const batch = arrived.splice(0)
    for (const kind of kindNames) {
      const own = batch.filter(({ value }) => value.kind === kind)
      if (own.length > 0) projectionOf(kind).put(own)
    }
  }

  return {
    of: <K extends ListedKind>(kind: K): ReadonlyMap<string, Slice<K>> => byKind[kind].entries.value,
    add(slice: Numbered<Slice>) {
      arrived.push(slice)
      if (frame === null) applyArrived()
    },
    /** Replaces all slices of a kind, except newer ones. */
    replace(kind: ListedKind, { value, seq }: Numbered<readonly Slice[]>) {
      applyArrived()
      projectionOf(kind).replace(value, seq)
    },
  }
}

/** The last known slices and the status of every server. */
export const useInventoryStore = defineStore('inventory', () => {
  const serversStore = useServersStore()
  const slices = useSlices()
  const statuses = createKeyedProjection<ServerStatus>(({ serverId }) => serverId)
  const isLoaded = shallowRef(false)

  const load = async () => {
    const [lists, states] = await Promise.all([
      Promise.all(kindNames.map((kind): Promise<Numbered<readonly Slice[]>> => api.numbered('rows.list', { kind }))),
      api.numbered('inventory.statuses', {}),
    ])
    kindNames.forEach((kind, index) => slices.replace(kind, lists[index]!))
    statuses.replace(states.value, states.seq)
    isLoaded.value = true
  }

  return {
    /** Returns the last slice of one kind from a server; undefined before the first one. */
    sliceOf: <K extends ListedKind>(kind: K, serverId: string): Slice<K> | undefined => slices.of(kind).get(serverId),
    /** Returns the number of rows of one kind on all servers. */
    countOf: (kind: ListedKind): number =>
      serversStore.servers.reduce((count, { id }) => count + (slices.of(kind).get(id)?.rows.length ?? 0), 0),
    loaded: computed(() => isLoaded.value),
    statusOf: (serverId: string): ServerStatus | undefined => statuses.entries.value.get(serverId),
    statuses: statuses.entries,
    refreshing: computed(() => [...statuses.entries.value.values()].filter((status) => status.refreshing).length),
    load,
    sliceArrived: (value: Slice, seq: number) => slices.add({ value, seq }),
    statusArrived: (value: ServerStatus, seq: number) => statuses.put([{ value, seq }]),
    refresh: (request: Input<'inventory.refresh'> = {}) => api.call('inventory.refresh', request),
  }
})
