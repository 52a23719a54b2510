import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { anonymousModel } from './anonymous.ts'
import { cronModel } from './cron-model.ts'
import { ftpModel } from './ftp-model.ts'
import type { KindModel } from './kind.ts'

/** The kinds of rows, one line for each. Their order is the order in which lists are read. */
export const kindModels = {
  ftp: ftpModel,
  cron: cronModel,
  anonymous: anonymousModel,
} as const satisfies Readonly<Record<string, KindModel>>

type Models = typeof kindModels
export type Kind = keyof Models
/** A kind of which a panel has a list. Only these have slices. */
export type ListedKind = { [K in Kind]: Models[K]['isListed'] extends true ? K : never }[Kind]
/** A kind of which rows can be created. */
export type CreatedKind = { [K in Kind]: Models[K]['draft'] extends z.ZodType ? K : never }[Kind]

/** One row as screens show it. */
export type RowOf<K extends Kind> = K extends Kind ? Immutable<z.infer<Models[K]['row']>> : never
export type DraftOf<K extends CreatedKind> = K extends CreatedKind ? Immutable<z.infer<Models[K]['draft']>> : never

/** The schema of an action on rows of a kind, and that of the action as it is shown and stored. */
type ActionSchema<K extends Kind> = Models[K]['actions'][number]
type ShownActionSchema<K extends Kind> = Models[K] extends { readonly shownActions: readonly (infer S)[] }
  ? S
  : ActionSchema<K>
/** An action on rows of a kind. */
export type ActionOfKind<K extends Kind> = K extends Kind ? Immutable<z.infer<ActionSchema<K>>> : never

export const kinds = Object.keys(kindModels) as readonly Kind[]
export const isListed = (kind: Kind): kind is ListedKind => kindModels[kind].isListed
export const isCreated = (kind: Kind): kind is CreatedKind => kindModels[kind].draft !== null
export const listedKinds: readonly ListedKind[] = kinds.filter(isListed)

/** Returns a value for each listed kind. */
export const eachListedKind = <T>(valueOf: (kind: ListedKind) => T): Record<ListedKind, T> =>
  Object.fromEntries(listedKinds.map((kind) => [kind, valueOf(kind)])) as Record<ListedKind, T>

type Schemas<S> = readonly [S, ...S[]]
const actionsOf = (of: (model: KindModel) => readonly z.ZodType[]) =>
  kinds.flatMap((kind): readonly z.ZodType[] => of(kindModels[kind])) as unknown
/** The actions on rows of all kinds. */
export const rowActions = actionsOf(({ actions }) => actions) as Schemas<{ [K in Kind]: ActionSchema<K> }[Kind]>
export const shownRowActions = actionsOf(({ actions, shownActions }) => shownActions ?? actions) as Schemas<
  { [K in Kind]: ShownActionSchema<K> }[Kind]
>

export const kind = z.enum(kinds)
export const listedKind = z.enum(listedKinds)
