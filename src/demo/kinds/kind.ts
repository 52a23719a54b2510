import type { Random } from '../random.ts'
import type { PanelBase, Route } from '../route.ts'
import type { Agency } from '../seed-cast.ts'

/** From what a kind of rows is seeded on one panel of a fleet. */
export interface SeedOptions {
  readonly random: Random
  readonly agency: Agency
  /** The number of rows. 0 for a kind that has no mean. */
  readonly count: number
  /** The id of the first row, if ids are numbers. */
  readonly firstId: number
  /** All generated times are computed from this time. */
  readonly nowMs: number
}

/** The names and types by which a kind is told apart. */
interface KindShape {
  readonly name: string
  /** The scope that a token needs for the routes. Several kinds may share one. */
  readonly scope: string
  /** The field of `state` that holds the rows. */
  readonly field: string
  /** The part of a panel's state that belongs to the kind. Plain data, replaced and never mutated. */
  readonly state: object
}

/** The rows of a kind, in its part of the state. */
type RowsOf<S extends KindShape> = S['state'] & { readonly [F in S['field']]: readonly object[] }

/** All that a stand-in panel knows of one kind of rows. */
export interface Kind<S extends KindShape> {
  readonly name: S['name']
  readonly scope: S['scope']
  readonly field: S['field']
  /** Returns the id of a row as it is in a path. */
  idOf(row: RowsOf<S>[S['field']][number]): string
  /** Fixed paths are listed before paths with a `:part`. */
  readonly routes: readonly Route<S['state']>[]
  /** Returns the part of the state on a new panel. */
  emptyState(owner: string): S['state']
  /** Returns the part of the state on a panel of a seeded fleet. */
  seed(options: SeedOptions): S['state']
  /** Returns what time alone has made of the state, for a kind that changes without a request. */
  advance?(state: PanelBase & S['state'], nowMs: number): S['state']
}

/** A kind of which a fleet can be told how many rows to seed. The option has the name of `field`. */
export interface CountedKind<S extends KindShape> extends Kind<S> {
  /** The mean number of rows on a panel, unless the fleet is told another one. */
  readonly meanCount: number
}
