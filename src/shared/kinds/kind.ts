import type { z } from 'zod'
import type { Immutable } from '../immutable.ts'

/** A row as the panel reported it. `enabled` is null if it is not reported or its value cannot be read. */
export type ReportedRow<Row extends { readonly enabled: boolean | null }> = Row extends unknown
  ? Omit<Row, 'enabled'> & { readonly enabled: boolean | null }
  : never

type AnyRowSchema = z.ZodType<{ enabled: boolean | null }>
type Reported<RowSchema extends AnyRowSchema> = ReportedRow<Immutable<z.infer<RowSchema>>>

/** What can be said of the rows of one kind without knowing how a panel is asked for them. */
export interface KindModel<RowSchema extends AnyRowSchema = AnyRowSchema> {
  readonly row: RowSchema
  /** An id as text, as it stands in a row key and in the path of a request. */
  readonly id: z.ZodType<string>
  /** The name of its rows in English, for the command line. */
  readonly plural: string
  /** Whether a panel has a list of these rows. Rows of a kind without a list are read one by one. */
  readonly isListed: boolean
  idOf(row: Reported<RowSchema>): string
  /** What is needed to create a row. Null if rows cannot be created. */
  readonly draft: z.ZodType | null
  /** What can be done to rows: objects whose literal `type` is `<kind>.<verb>`. */
  readonly actions: readonly z.ZodType<{ readonly type: string }>[]
  /** The same as they are shown and stored, if some of them hold what must not leave core. */
  readonly shownActions?: readonly z.ZodType<{ readonly type: string }>[]
}
