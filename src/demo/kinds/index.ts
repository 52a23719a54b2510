import type { PanelBase } from '../route.ts'
import { anonymousKind } from './anonymous/kind.ts'
import { cronKind } from './cron/kind.ts'
import { ftpKind } from './ftp/kind.ts'

/** Every kind of rows that a panel has. State, seed, routes and tokens of a panel loop over this table. */
export const kinds = [ftpKind, cronKind, anonymousKind] as const

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
