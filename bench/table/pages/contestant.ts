import type * as measure from './measure.ts'

/** What the benchmark needs from a grid. A call may return before drawing: the benchmark waits for the paint. */
export interface Contestant {
  /** Prepares that many rows of `rows.ts` in the form that the grid needs. */
  prepare(rows: number): void | Promise<void>
  /** Shows the rows, sorted by account. */
  mount(root: HTMLElement): void | Promise<void>
  /** Shows the rows that contain the text in any column. An empty text shows all. */
  filter(text: string): void | Promise<void>
  /** Sorts by domain, ascending. */
  sort(): void | Promise<void>
  /** Selects all rows that are shown, or none. */
  select(isAll: boolean): void | Promise<void>
  /** Replaces all 200 rows of one server with the values of that version. */
  update(server: number, version: number): void | Promise<void>
  /** Returns how many rows are shown and how many of them are selected. */
  counts(): { readonly shown: number; readonly selected: number }
  scroller(): HTMLElement
}

declare global {
  interface Window {
    contestant: Contestant
    bench: typeof measure
  }
}
