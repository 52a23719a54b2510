import type { PanelBase } from '../route.ts'
import { anonymousKind } from './anonymous/kind.ts'
import { cronKind } from './cron/kind.ts'
import { ftpKind } from './ftp/kind.ts'

/** Every kind of rows that a panel has. State, seed, routes and tokens of a panel loop over this table. */
export const kinds = [
  // One line for each kind.
  ftpKind,
  cronKind,
  anonymousKind,
] as const

export type AnyKind = (typeof kinds)[number]
type Joined<U> = (U extends unknown ? (part: U) => void : never) extends (all: infer All) => void ? All : never

/** The whole state of a panel, as plain data: what its kinds have in common, and the part of each kind. */
export type PanelState = PanelBase & Joined<ReturnType<AnyKind['emptyState']>>
export type KindName = AnyKind['name']
export type Scope = AnyKind['scope']
/** The rows of each kind, under the field of the state that holds them. */
export type PanelRows = Pick<PanelState, AnyKind['field']>
type CountedField = Extract<AnyKind, { readonly meanCount: number }>['field']
/** How many rows a panel has, under the field of the state that holds them. */
export type Counts = { readonly [F in CountedField]?: number }

export const scopes: readonly Scope[] = [...new Set(kinds.map((kind) => kind.scope))]

/** The kinds of which a fleet can be told how many rows to seed. */
export const countedKinds = kinds.filter((kind) => 'meanCount' in kind)

/** Returns the panel at a later time, on which each kind has done what it does without a request. */
export const advanceState = (state: PanelState, nowMs: number): PanelState =>
  kinds.reduce<PanelState>((now, kind) => ({ ...now, ...kind.advance?.(now, nowMs) }), state)

/** The rows of each kind by id, under the name of the kind. */
export type RowsById = {
  readonly [K in AnyKind as K['name']]: Readonly<Record<string, PanelState[K['field']][number]>>
}

function rowsById(kind: AnyKind, state: PanelState): ReadonlyMap<string, object> {
  const idOf = kind.idOf as (row: object) => string
  return new Map(state[kind.field].map((row) => [idOf(row), row]))
}

/** Returns all rows of a panel. */
export const allRows = (state: PanelState): RowsById =>
  Object.fromEntries(kinds.map((kind) => [kind.name, Object.fromEntries(rowsById(kind, state))])) as RowsById

/** One row that a request has changed, as it was and as it is. Null stands for no row. */
export interface RowChange {
  readonly kind: KindName
  readonly id: string
  readonly before: object | null
  readonly after: object | null
}

/** Returns the rows that differ between two states of a panel. */
export const changedRows = (before: PanelState, after: PanelState): readonly RowChange[] =>
  kinds.flatMap((kind) => {
    if (before[kind.field] === after[kind.field]) return []
    const [old, current] = [rowsById(kind, before), rowsById(kind, after)]
    return [...new Set([...old.keys(), ...current.keys()])]
      .filter((id) => old.get(id) !== current.get(id))
      .map((id) => ({ kind: kind.name, id, before: old.get(id) ?? null, after: current.get(id) ?? null }))
  })
