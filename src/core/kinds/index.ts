import type { CreatedKind, Kind, RowOf } from '../../shared/kinds/index.ts'
import { anonymous } from './anonymous/anonymous.ts'
import { cron } from './cron/cron.ts'
import { ftp } from './ftp/ftp.ts'
import type { ReportedRow } from '../../shared/kinds/kind.ts'
import type { PlannedActions } from '../planning/prepared.ts'
import type { Creation, RowKind } from './kind.ts'

/** A row of a kind as the panel sent it. */
export type ReportedOf<K extends Kind> = ReportedRow<RowOf<K>>
/** A row of any kind as the panel sent it. */
export type PanelRow = ReportedOf<Kind>

/** The kinds of rows, one line for each. */
export const rowKinds = {
  ftp,
  cron,
  anonymous,
} satisfies {
  readonly [K in Kind]: RowKind<ReportedOf<K>> & { readonly actions: PlannedActions<K> } & (K extends CreatedKind
      ? { creation: object }
      : { creation?: never })
}

export type SetterName<K extends Kind> = K extends Kind ? keyof (typeof rowKinds)[K]['setters'] & string : never

/** Returns what core knows of a kind, for code that treats all kinds alike. */
export const rowKind = (kind: Kind): RowKind<PanelRow> => rowKinds[kind]

/**
 * Returns how rows of a kind are created.
 * @throws Error for a kind of which no row can be created: no plan has such an item
 */
export function creationOf(kind: Kind): Creation<PanelRow> {
  const { creation } = rowKind(kind)
  if (creation === undefined) throw new Error(`No ${kind} row can be created`)
  return creation
}
