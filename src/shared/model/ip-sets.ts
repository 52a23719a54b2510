import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { ipSetBounds } from '../ip-sets.ts'

/** What a user says of an IP set. The addresses stay as they are typed, with their lines, ranges and comments. */
export const ipSetDraft = z.object({
  name: z.string().trim().min(1).max(ipSetBounds.name),
  note: z.string().trim().max(ipSetBounds.note).default(''),
  text: z.string().max(ipSetBounds.text),
})
export type IpSetDraft = Immutable<z.infer<typeof ipSetDraft>>
export type IpSetDraftInput = Immutable<z.input<typeof ipSetDraft>>

/** A set as it is kept. */
export const storedIpSet = ipSetDraft.extend({ id: z.string(), createdAtMs: z.number(), updatedAtMs: z.number() })
export type StoredIpSet = Immutable<z.infer<typeof storedIpSet>>

/** A named list of addresses, kept here and used in the lists of accounts. */
export const ipSet = storedIpSet.extend({
  /** What the text means: normal CIDRs, each once, sorted. */
  networks: z.array(z.string()),
})
export type IpSet = Immutable<z.infer<typeof ipSet>>
