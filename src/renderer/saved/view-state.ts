import type { Kind } from '../../shared/model/inventory.ts'
import type { SavedView, ViewDraft } from '../../shared/model/views.ts'

/**
 * How a combined table looks: what a saved view keeps of it. Columns are left out where they stand as the table was
 * made, groups by a table that has no choice of them.
 */
export type ViewState = Pick<ViewDraft, 'query' | 'sort' | 'columns' | 'groupBy'>

/** What a screen with a table hands over, so that a view can be read off it and put on it. */
export interface ViewStatePort {
  readonly kind: Kind
  readonly read: () => ViewState
  /** Without columns the table goes back to those that the user has arranged for all of it. */
  readonly write: (viewState: ViewState) => void
  /** Another filter, and nothing else. */
  readonly filter: (query: string) => void
}

const withoutNothing = ({ query, sort, columns, groupBy }: ViewState) =>
  JSON.stringify([query.trim(), sort, columns ?? null, groupBy ?? null])

/** Whether a table looks as a saved view has it. A view without a sort leaves the table its own. */
export function hasViewState(table: ViewState, view: ViewState): boolean {
  return withoutNothing(table) === withoutNothing(view.sort.length > 0 ? view : { ...view, sort: table.sort })
}

export function viewStateOf({ query, sort, columns, groupBy }: SavedView): ViewState {
  return { query, sort, ...(columns === undefined ? {} : { columns }), ...(groupBy === undefined ? {} : { groupBy }) }
}

/** What is saved of a look under a name. */
export function draftOf(kind: Kind, name: string, viewState: ViewState): ViewDraft {
  return { kind, name: name.trim(), ...viewState, query: viewState.query.trim() }
}

/** The address of a saved view. */
export function viewRoute(view: Pick<SavedView, 'kind' | 'id'>): {
  readonly path: string
  readonly query: { readonly view: string }
} {
  return { path: `/${view.kind}`, query: { view: view.id } }
}
