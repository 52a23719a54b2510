import { sameList } from './list.ts'

/**
 * Applies the change from `was` to `will` to the list that was found: the same entries are removed and added, and all
 * other entries stay. Entries are compared by their meaning and keep their text.
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
