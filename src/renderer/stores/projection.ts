import { computed, shallowRef, type ComputedRef } from 'vue'

/** A copy of a part of core's state. */
export interface Projection<T> {
  /** Null until it is read. */
  readonly value: ComputedRef<T | null>
  readonly loaded: ComputedRef<boolean>
  /** Takes what an event or an answer brought. */
  replace(next: T): void
  /** Reads the part again. */
  load(): Promise<void>
}

/** Every store that copies a part of core's state as a whole keeps it here. `read` asks core for that part. */
export function createProjection<T>(read: () => Promise<T>): Projection<T> {
  const copy = shallowRef<T | null>(null)
  const replace = (next: T) => void (copy.value = next)
  return {
    value: computed(() => copy.value),
    loaded: computed(() => copy.value !== null),
    replace,
    load: async () => replace(await read()),
  }
}
