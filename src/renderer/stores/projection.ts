import { computed, shallowRef, type ComputedRef } from 'vue'

/** A copy of a part of core's state. */
export interface Projection<T> {
  /** Null until it has been read. */
  readonly value: ComputedRef<T | null>
  readonly loaded: ComputedRef<boolean>
  /** Replaces the copy by the data of an event or an answer. */
  replace(next: T): void
  /** Reads the part again. What arrives by an event meanwhile is kept: the answer may be older. */
  load(): Promise<void>
}

/** Creates the copy for a store that mirrors a part of core's state as a whole. `read` reads that part from core. */
export function createProjection<T>(read: () => Promise<T>): Projection<T> {
  const copy = shallowRef<T | null>(null)
  const replace = (next: T) => void (copy.value = next)
  return {
    value: computed(() => copy.value),
    loaded: computed(() => copy.value !== null),
    replace,
    async load() {
      const before = copy.value
      const answer = await read()
      if (copy.value === before) replace(answer)
    },
  }
}
