import { type Cidr, cidrContains, collapseCidrs, compareCidr } from './cidr.ts'
import { readEntry } from './entry.ts'
import { addEntries, removeEntries } from './list.ts'

/** The addresses that a list allows, parsed once for many queries: the fewest networks that hold them, sorted. */
export type ReadList = readonly Cidr[]

/** Parses a list for `holdsAll`. Entries that cannot be read allow no address. Never throws. */
export function readList(list: readonly string[]): ReadList {
  return collapseCidrs(
    list.flatMap((entry) => {
      const read = readEntry(entry)
      return read.ok ? read.networks : []
    }),
  )
}

/**
 * Tells whether each address of `inner` is in `outer`, however the two are split into networks. Returns false if
 * `inner` is empty. Both are sorted and without overlap, so one walk along the two is enough.
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
 * Removes the entries that equal one of `remove` and adds `add` at the end. An entry that both name stays. See
 * `removeEntries` and `addEntries`.
 */
export function swapEntries(
  list: readonly string[],
  { remove, add }: { readonly remove: readonly string[]; readonly add: readonly string[] },
): readonly string[] {
  return addEntries(removeEntries(list, removeEntries(remove, add)), add)
}
