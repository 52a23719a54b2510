import type { Kind, ListedKind } from './kinds/index.ts'

/**
 * The ids of rows that a link may name, by the kind. A link comes from anywhere, so control characters and
 * marks that change the direction of the text are refused.
 */
export const linkIds: Readonly<Record<ListedKind, RegExp>> = {
  ftp: /^\P{C}{1,100}$/u,
  cron: /^\d{1,15}$/,
}

/**
 * The kinds that panels have lists of, in the order of the side bar, for code that may import only types from the
 * schemas.
 */
export const kindNames = Object.keys(linkIds) as readonly ListedKind[]
export const isKindName = (name: string): name is ListedKind => Object.hasOwn(linkIds, name)

/** The kinds that panels have no lists of. Their changes are in the record like those of all others. */
const unlisted: Readonly<Record<Exclude<Kind, ListedKind>, true>> = { anonymous: true }
/** Every kind, those with lists first. */
export const allKindNames = [...kindNames, ...Object.keys(unlisted)] as readonly Kind[]
