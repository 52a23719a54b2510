/** A drawn line of a grid and its position in the table. */
interface LineElement {
  readonly element: HTMLElement
  readonly position: number
}

/** Returns the line that the target of an event belongs to; null for the head and outside the lines. */
export function lineOf(target: EventTarget | null): LineElement | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('.grid-row') : null
  // The head is row 1 of a grid, so the first line is row 2.
  const position = Number(element?.getAttribute('aria-rowindex') ?? 0) - 2
  return element === null || position < 0 ? null : { element, position }
}
