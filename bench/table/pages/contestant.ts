import type * as measure from './measure.ts'

/** What the bench asks of a grid. A call may return before anything is drawn: the bench waits for the paint. */
export interface Contestant {
  /** Makes that many rows of `rows.ts` ready in the form that the grid takes. */
  prepare(rows: number): void | Promise<void>
  /** Shows them, sorted by account. */
  mount(root: HTMLElement): void | Promise<void>
  /** Rows that hold the text in any column; an empty text shows all. */
  filter(text: string): void | Promise<void>
  /** By domain, ascending. */
  sort(): void | Promise<void>
  /** All rows that are shown, or none. */
  select(isAll: boolean): void | Promise<void>
  /** All 200 rows of one server with the values of that version. */
  update(server: number, version: number): void | Promise<void>
  /** How many rows are shown and how many of them are selected. */
  counts(): { readonly shown: number; readonly selected: number }
  scroller(): HTMLElement
}

declare global {
  interface Window {
    contestant: Contestant
    bench: typeof measure
  }
}
