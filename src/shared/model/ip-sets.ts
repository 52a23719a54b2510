import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { ipSetBounds } from '../ip-sets.ts'

/** What a user enters for an IP set. The text stays as typed, with its lines, ranges and comments. */
export const ipSetDraft = z.object({
  name: z.string().trim().min(1).max(ipSetBounds.name),
  note: z.string().trim().max(ipSetBounds.note).default(''),
  text: z.string().max(ipSetBounds.text),
})
export type IpSetDraft = Immutable<z.infer<typeof ipSetDraft>>
export type IpSetDraftInput = Immutable<z.input<typeof ipSetDraft>>

/** An IP set as it is stored. */
export const storedIpSet = ipSetDraft.extend({ id: z.string(), createdAtMs: z.number(), updatedAtMs: z.number() })
export type StoredIpSet = Immutable<z.infer<typeof storedIpSet>>

/** A named list of addresses that is kept here and used in the allow lists of accounts. */
export const ipSet = storedIpSet.extend({
  /** The networks that the text means: normal CIDRs, sorted, without duplicates. */
  networks: z.array(z.string()),
})
export type IpSet = Immutable<z.infer<typeof ipSet>>
