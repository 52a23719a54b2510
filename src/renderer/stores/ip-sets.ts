import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { sameList } from '../../shared/ip/index.ts'
import { ipSetNameKey } from '../../shared/ip-sets.ts'
import type { IpSet, IpSetDraftInput } from '../../shared/model/ip-sets.ts'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** The IP sets: a copy of those in core. */
export const useIpSetsStore = defineStore('ip-sets', () => {
  const {
    value,
    loaded,
    replace: put,
    load,
  } = createProjection<readonly IpSet[]>(() => api.numbered('ipSets.list', {}))
  const sets = computed(() => value.value ?? [])
  const byId = computed(() => new Map(sets.value.map((set) => [set.id, set])))
  const former = shallowRef<ReadonlyMap<string, readonly (readonly string[])[]>>(new Map())
  /** Replaces the sets, and keeps the addresses that sets had until now. */
  function replace(next: readonly IpSet[], seq: number): void {
    const before = byId.value
    put(next, seq)
    for (const { id, networks } of sets.value) {
      const was = before.get(id)
      if (was && !sameList(was.networks, networks))
        former.value = new Map(former.value).set(id, [...(former.value.get(id) ?? []), was.networks])
    }
  }
  const byKey = computed(() => new Map(sets.value.map((set) => [ipSetNameKey(set.name), set])))
  return {
    sets,
    loaded,
    byId,
    /** The former addresses of sets that were edited while this window was open. Accounts may still have them. */
    former: computed(() => former.value),
    forgetFormer(id: string) {
      former.value = new Map([...former.value].filter(([each]) => each !== id))
    },
    /** Returns the set with this name. Case and the number of spaces make no difference. */
    named: (name: string): IpSet | undefined => byKey.value.get(ipSetNameKey(name)),
    replace,
    load,
    /** Saves a new set, or replaces the one with `id`. */
    async save(set: IpSetDraftInput, id?: string): Promise<IpSet> {
      const { seq, value: saved } = await api.numbered('ipSets.save', id === undefined ? { set } : { id, set })
      // The answer may arrive before its event, and the set must be shown at once.
      replace(
        sets.value.some((known) => known.id === saved.id)
          ? sets.value.map((known) => (known.id === saved.id ? saved : known))
          : [...sets.value, saved],
        seq,
      )
      return saved
    },
    remove: (id: string) => api.call('ipSets.remove', { id }),
  }
})
