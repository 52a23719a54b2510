/** Returns the ids with one of them moved before or after another. Returns the same array if nothing moves. */
export function movedNextTo(
  ids: readonly string[],
  id: string,
  neighbour: string,
  side: 'before' | 'after',
): readonly string[] {
  if (id === neighbour || !ids.includes(id) || !ids.includes(neighbour)) return ids
  const otherIds = ids.filter((each) => each !== id)
  const at = otherIds.indexOf(neighbour) + (side === 'after' ? 1 : 0)
  const next = [...otherIds.slice(0, at), id, ...otherIds.slice(at)]
  return next.every((each, index) => each === ids[index]) ? ids : next
}
