/** The types of what the benchmark uses of Tabulator, which has no types of its own. */
declare module 'tabulator-tables' {
  export const FilterModule: unknown
  export const FrozenColumnsModule: unknown
  export const SelectRowModule: unknown
  export const SortModule: unknown
  export class Tabulator {
    constructor(root: HTMLElement, options: Readonly<Record<string, unknown>>)
    static registerModule(modules: readonly unknown[]): void
    on(event: 'tableBuilt', listener: () => void): void
    setFilter<Row, Asked>(test: (row: Row, asked: Asked) => boolean, asked: Asked): void
    clearFilter(isHeaderToo: boolean): void
    setSort(column: string, direction: 'asc' | 'desc'): void
    selectRow(which: 'active'): void
    deselectRow(): void
    updateData(rows: readonly object[]): Promise<void>
    getDataCount(which: 'active'): number
    getSelectedData(): readonly unknown[]
  }
}
