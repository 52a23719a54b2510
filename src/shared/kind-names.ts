import type { ListedKind } from './kinds/index.ts'

const names: Readonly<Record<ListedKind, true>> = { ftp: true, cron: true }

/** The kinds that panels have lists of, for the page: it may import only types from the schemas. */
export const kindNames = Object.keys(names) as readonly ListedKind[]
