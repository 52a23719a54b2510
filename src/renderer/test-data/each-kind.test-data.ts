import { kindNames } from '../../shared/kind-names.ts'
import type { ListedKind } from '../../shared/kinds/index.ts'

/** Returns a value for each kind of rows: the given ones, and the same for all others. */
export const eachKind = <T>(value: T, given: Readonly<Partial<Record<ListedKind, T>>> = {}): Record<ListedKind, T> => ({
  ...(Object.fromEntries(kindNames.map((kind) => [kind, value])) as Record<ListedKind, T>),
  ...given,
})
