import { sameList } from './list.ts'

/**
 * A list as found, with what a change from `was` to `will` takes out of it and puts in: the same entries go and come,
 * whatever else is there. Entries are compared by what they mean and kept as they are written.
 */
export function rebaseList(
  found: readonly string[],
  was: readonly string[],
  will: readonly string[],
): readonly string[] {
  const holds = (list: readonly string[], entry: string) => list.some((one) => sameList([one], [entry]))
  const lost = was.filter((entry) => !holds(will, entry))
  const gained = will.filter((entry) => !holds(was, entry) && !holds(found, entry))
  return [...found.filter((entry) => !holds(lost, entry)), ...gained]
}
