import { type Cidr, cidrContains, collapseCidrs, compareCidr } from './cidr.ts'
import { readEntry } from './entry.ts'
import { addEntries, removeEntries } from './list.ts'

/** What a list lets in, read once and asked often: the fewest networks that hold it, sorted. */
export type ReadList = readonly Cidr[]

/** Entries that cannot be read let nobody in. Never throws. */
export function readList(list: readonly string[]): ReadList {
  return collapseCidrs(
    list.flatMap((entry) => {
      const read = readEntry(entry)
      return read.ok ? read.networks : []
    }),
  )
}

/**
 * True where each address of `inner` is in `outer`, however the two are cut into networks; nothing is held by nobody,
 * so an empty `inner` is false. Both are sorted and without overlap, so one walk along the two is enough.
 */
export function holdsAll(outer: ReadList, inner: ReadList): boolean {
  let at = 0
  return (
    inner.length > 0 &&
    inner.every((wanted) => {
      while (at + 1 < outer.length && compareCidr(outer[at + 1] as Cidr, wanted) <= 0) at += 1
      const holder = outer[at]
      return holder !== undefined && cidrContains(holder, wanted)
    })
  )
}

/**
 * A list without the entries that equal one of `remove`, and with `add` at its end: what both name stays. See
 * `removeEntries`, `addEntries`.
 */
export function swapEntries(
  list: readonly string[],
  { remove, add }: { readonly remove: readonly string[]; readonly add: readonly string[] },
): readonly string[] {
  return addEntries(removeEntries(list, removeEntries(remove, add)), add)
}
