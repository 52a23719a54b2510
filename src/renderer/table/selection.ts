/** Keys of the selected rows. Replaced, never changed; it may hold keys that the filter hides now. */
export type Selection = ReadonlySet<string>

export const emptySelection: Selection = new Set()

/** One key more or less. */
export function toggleKey(selection: Selection, key: string): Selection {
  const next = new Set(selection)
  if (!next.delete(key)) next.add(key)
  return next
}

/** With all of `keys` in it. */
export function addKeys(selection: Selection, keys: Iterable<string>): Selection {
  return new Set([...selection, ...keys])
}

/** With none of `keys` in it. */
export function removeKeys(selection: Selection, keys: Iterable<string>): Selection {
  const next = new Set(selection)
  for (const key of keys) next.delete(key)
  return next
}

/** The places from one to another, both included, in either direction. */
export function placesBetween(from: number, to: number): readonly number[] {
  const first = Math.min(from, to)
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, step) => first + step)
}

/** Drops keys of rows that are gone; the same set where all are still there. */
export function keepExisting(selection: Selection, exists: (key: string) => boolean): Selection {
  const kept = [...selection].filter(exists)
  return kept.length === selection.size ? selection : new Set(kept)
}
