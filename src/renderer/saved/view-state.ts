import type { ListedKind } from '../../shared/kinds/index.ts'
import type { SavedView, ViewDraft } from '../../shared/model/views.ts'

/**
 * The state of a combined table that a saved view keeps. `columns` is left out if the view has no columns of its own.
 * `groupBy` is null, or left out, if the rows are not grouped.
 */
export type ViewState = Pick<ViewDraft, 'query' | 'sort' | 'columns' | 'groupBy'>

/** What a screen with a table provides, so that a view can be read from the table and applied to it. */
export interface ViewStatePort {
  readonly kind: ListedKind
  readonly read: () => ViewState
  /** Applies a view state. Without columns the table shows the user's own layout again. */
  readonly write: (viewState: ViewState) => void
  /** Sets the filter and nothing else. */
  readonly filter: (query: string) => void
}

const comparable = ({ query, sort, columns, groupBy }: ViewState) =>
  JSON.stringify([query.trim(), sort, columns ?? null, groupBy ?? null])

/** Whether a table has the state of a saved view. A view without a sort order keeps that of the table. */
export function hasViewState(table: ViewState, view: ViewState): boolean {
  return comparable(table) === comparable(view.sort.length > 0 ? view : { ...view, sort: table.sort })
}

export function viewStateOf({ query, sort, columns, groupBy }: SavedView): ViewState {
  return { query, sort, ...(columns === undefined ? {} : { columns }), ...(groupBy === undefined ? {} : { groupBy }) }
}

/** Returns what is saved of a view state under a name. */
export function draftOf(kind: ListedKind, name: string, viewState: ViewState): ViewDraft {
  return { kind, name: name.trim(), ...viewState, query: viewState.query.trim() }
}

/** Returns the address of a saved view. */
export function viewRoute(view: Pick<SavedView, 'kind' | 'id'>): {
  readonly path: string
  readonly query: { readonly view: string }
} {
  return { path: `/${view.kind}`, query: { view: view.id } }
}
