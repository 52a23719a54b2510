import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { anonymousModel } from './anonymous.ts'
import { cronModel } from './cron.ts'
import { ftpModel } from './ftp.ts'
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

export const kinds = Object.keys(kindModels) as readonly Kind[]
export const isListed = (kind: Kind): kind is ListedKind => kindModels[kind].isListed
export const isCreated = (kind: Kind): kind is CreatedKind => kindModels[kind].draft !== null
export const listedKinds: readonly ListedKind[] = kinds.filter(isListed)

/** Returns a value for each listed kind. */
export const eachListedKind = <T>(valueOf: (kind: ListedKind) => T): Record<ListedKind, T> =>
  Object.fromEntries(listedKinds.map((kind) => [kind, valueOf(kind)])) as Record<ListedKind, T>

export const kind = z.enum(kinds)
export const listedKind = z.enum(listedKinds)
