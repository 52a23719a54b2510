import type { Component, ShallowRef, VNode } from 'vue'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { RowAction, RowCreation } from '../bulk/row-actions.ts'
import type { MenuItem } from '../components/types.ts'
import type { MessageKey } from '../i18n/index.ts'
import type { Column } from '../table/columns.ts'
import type { CopyColumn } from '../table/copy.ts'
import type { FieldTests } from '../table/filter.ts'
import type { GroupKey } from '../table/groups.ts'
import type { FilterGuide, Term } from '../table/query.ts'
import type { KindRow, Rows } from './rows.ts'

/**
 * All that the screens know of one kind of rows. What its own screen shows is in `RowTable`, which loads when it is
 * first needed. Its sentences are in the catalogue under `kinds.<kind>`.
 */
export interface RowKind<Row extends KindRow = KindRow> {
  /** The name of the kind, which is also that of its screen. */
  readonly kind: ListedKind
  readonly icon: Component
  /** The store with all rows of the kind. */
  useRows(): Rows<Row>
  nameOf(row: Row): string
  /** Returns other words by which the palette finds a row. */
  keywordsOf?(row: Row): string
  /** The actions on many rows, the main edit first. */
  readonly actions: readonly RowAction[]
  readonly creations: readonly RowCreation[]
  /** The views of a new app. */
  readonly suggestedViews: readonly { readonly id: string; readonly name: MessageKey; readonly query: string }[]
  loadTable(): Promise<RowTable<Row>>
}

/** What the screen of one kind needs beside its rows. */
export interface RowTable<Row extends KindRow = KindRow> {
  /** The id of the column that a new table is sorted by. */
  readonly sortedBy: string
  /**
   * A `RowsGrid` with the cells of the kind. It gets `rows`, and passes all else on. Absent if each cell is its text.
   */
  readonly grid?: Component
  /** The details of one row. It gets `row`, `commands` and `staleAge`, emits `close`, and may expose `edit`. */
  readonly panel: Component
  /** Buttons beside the filter that set it. It gets `rows`. */
  readonly quickFilters?: Component
  /** Returns the columns, groups and filter. Called once while a component is set up, as `useCommands` is. */
  useParts(): RowTableParts<Row>
  useCommands(screen: RowsScreen<Row>): RowCommands<Row>
}

export interface RowTableParts<Row> {
  readonly columns: readonly Column<Row>[]
  readonly copyColumns: readonly CopyColumn<Row>[]
  readonly groupKeys: readonly GroupKey<Row>[]
  /** Returns the fields of the filter. It may depend on reactive state. */
  fields(): FieldTests<Row>
  readonly guide: FilterGuide
  /** Returns a condition on a field of the kind in words; undefined for a field that every kind has. */
  termWords(term: Term): string | undefined
  /** Whether `quickFilters` shows a condition, so that it needs no chip. */
  isQuickFilter?(term: Term): boolean
}

/** What the screen offers to the commands of its kind. */
export interface RowsScreen<Row> {
  /** Opens the side panel of a row, unless unsaved input keeps another row open. Returns whether it did. */
  open(key: string): boolean
  /** Opens the side panel of a row, and starts its edit. */
  editInPanel(row: Row): void
  focusTable(): void
}

/** What a user can do with one row, or to create one. A row of a read-only server never comes to `edit` or `remove`. */
export interface RowCommands<Row> {
  /** Draws the open dialog; null while none is open. */
  readonly dialog: Readonly<ShallowRef<(() => VNode) | null>>
  /** Opens the dialog that creates a row, on this server unless it is null. */
  create(serverId: string | null): void
  edit(row: Row): void
  remove(row: Row): void
  /** Returns the kind's own items of a row's menu. */
  menuItems(row: Row): readonly MenuItem[]
  /** Runs an item of `menuItems`. */
  run(id: string, row: Row): unknown
}

/**
 * Returns a kind for code that treats all kinds alike. The cast is safe, because the functions of a kind get only rows
 * that the kind itself has made.
 */
export function anyKind<Row extends KindRow>(rowKind: RowKind<Row>): RowKind {
  return rowKind as unknown as RowKind
}
