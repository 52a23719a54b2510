import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { errorCodes, type ErrorValue } from '../errors.ts'
import { type Kind, kindModels, type ListedKind, listedKind, listedKinds, type RowOf } from '../kinds/index.ts'

export const errorValue: z.ZodType<ErrorValue> = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
})

const sliceHead = {
  serverId: z.string(),
  /** The time at which these rows were read, on this machine's clock. Null before the first read. */
  readAtMs: z.number().nullable(),
  /** The number of rows that the panel says it has. If fewer rows came, the list is cut. */
  total: z.number().int().nullable(),
}

const sliceOf = (one: ListedKind) =>
  z.object({ ...sliceHead, kind: z.literal(one), rows: z.array<z.ZodType>(kindModels[one].row) })

/** All last known rows of one kind on one server. Replaced as a whole, never edited. */
export type Slice<K extends ListedKind = ListedKind> = K extends ListedKind
  ? Immutable<z.infer<z.ZodObject<typeof sliceHead>>> & { readonly kind: K; readonly rows: readonly RowOf<K>[] }
  : never

export const slice = z.union(listedKinds.map(sliceOf)) as unknown as z.ZodType<Slice>

/** How a server is doing, in one word. "Stale" is not in this list, because it depends only on age. */
const healths = [
  'never-read',
  'ok',
  'unreachable',
  'untrusted',
  'certificate-changed',
  'no-token',
  'token-rejected',
  'scope-too-narrow',
  'address-refused',
  'throttled',
  'bad-reply',
] as const
export type Health = (typeof healths)[number]

/** The last attempt to read one kind from one server. */
const kindStatus = z.object({
  readAtMs: z.number().nullable(),
  triedAtMs: z.number().nullable(),
  count: z.number().int(),
  error: errorValue.nullable(),
})
export type KindStatus = Immutable<z.infer<typeof kindStatus>>

export const serverStatus = z.object({
  serverId: z.string(),
  health: z.enum(healths),
  refreshing: z.boolean(),
  /** How the last attempt at each list went. */
  kinds: z.record(listedKind, kindStatus),
  /**
   * What the panel reports about the token's owner and itself; null until it was asked. A field is null if the panel
   * does not report it.
   */
  panel: z
    .object({ username: z.string().nullable(), role: z.string().nullable(), version: z.string().nullable() })
    .nullable(),
  /** The offset of the panel's clock from UTC in minutes, taken from its timestamps. */
  utcOffsetMin: z.number().nullable(),
  /** By how many ms the panel's clock is ahead, to the second. 0 if both agree, null if no reply has carried a time. */
  clockAheadMs: z.number().nullable(),
  /** Whether this panel's account list carries `allowed_ips`. Null until an account has been seen. */
  listHasAllowedIps: z.boolean().nullable(),
})
export type ServerStatus = Immutable<z.infer<typeof serverStatus>>

/** Returns `<serverId>/<kind>/<id>`, the name of a row in selections and in bulk changes. */
export function rowKey(serverId: string, rowKind: Kind, id: string | number): string {
  return `${serverId}/${rowKind}/${id}`
}
