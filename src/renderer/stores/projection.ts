import { computed, shallowRef, type ComputedRef } from 'vue'
import type { Numbered } from '../../shared/errors.ts'

/** A copy of a part of core's state. Of two copies the one with the higher sequence number counts. */
export interface Copy<T> {
  /** Null until an event or an answer has brought it. */
  readonly value: ComputedRef<T | null>
  readonly loaded: ComputedRef<boolean>
  /** Replaces the copy by what an event or an answer brought, unless the copy has a higher number. */
  replace(next: T, seq: number): void
}

/** A copy that can be read again. */
interface Projection<T> extends Copy<T> {
  load(): Promise<void>
}

/** Creates a copy that is empty until an event or an answer brings a value. */
export function createCopy<T>(): Copy<T> {
  const copy = shallowRef<Numbered<T> | null>(null)
  return {
    value: computed(() => copy.value?.value ?? null),
    loaded: computed(() => copy.value !== null),
    replace(value, seq) {
      if (copy.value === null || seq >= copy.value.seq) copy.value = { seq, value }
    },
  }
}

/** Creates the copy for a store that mirrors a part of core's state as a whole. `read` reads that part from core. */
export function createProjection<T>(read: () => Promise<Numbered<T>>): Projection<T> {
  const copy = createCopy<T>()
  return {
    ...copy,
    async load() {
      const { value, seq } = await read()
      copy.replace(value, seq)
    },
  }
}

/** A copy of a list of core's state, whose entries change one by one. Of two copies the higher number counts. */
export interface KeyedProjection<T> {
  /** The entries by their keys. */
  readonly entries: ComputedRef<ReadonlyMap<string, T>>
  /** Puts in single entries, each unless its copy or the list has a higher number. */
  put(arrivals: readonly Numbered<T>[]): void
  /** Replaces the list, except entries with a higher number. Does nothing if a newer list is there. */
  replace(list: readonly T[], seq: number): void
}

/** Creates the copy of a list. `keyOf` names an entry. */
export function createKeyedProjection<T>(keyOf: (entry: T) => string): KeyedProjection<T> {
  const entries = shallowRef<ReadonlyMap<string, T>>(new Map())
  let listSeq = 0
  /** The numbers of the entries that came after the list. */
  let seqs = new Map<string, number>()
  return {
    entries: computed(() => entries.value),
    put(arrivals) {
      const next = new Map(entries.value)
      for (const { value, seq } of arrivals) {
        const key = keyOf(value)
        if (seq < (seqs.get(key) ?? listSeq)) continue
        seqs.set(key, seq)
        next.set(key, value)
      }
      entries.value = next
    },
    replace(list, seq) {
      if (seq < listSeq) return
      listSeq = seq
      seqs = new Map([...seqs].filter(([, entrySeq]) => entrySeq > seq))
      const newer = [...entries.value].filter(([key]) => seqs.has(key))
      entries.value = new Map([...list.map((entry) => [keyOf(entry), entry] as const), ...newer])
    },
  }
}
