import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import type { KindModel } from './kind.ts'

/** Anonymous FTP of one domain. Only `enabled` is defined. All other fields that a panel sends are shown unchanged. */
export const anonymousFtp = z.object({
  domain: z.string(),
  /** Null if the panel's answer does not say. */
  enabled: z.boolean().nullable(),
  other: z.record(z.string(), z.unknown()),
})
export type AnonymousFtp = Immutable<z.infer<typeof anonymousFtp>>

export const anonymousPatch = z.object({ enabled: z.boolean() })

/** A setting of a domain: each domain has it, so it can be neither listed, nor created, nor removed. */
export const anonymousModel = {
  row: anonymousFtp,
  id: z.string().trim().min(1).max(253),
  isListed: false,
  idOf: (row) => row.domain,
  draft: null,
} as const satisfies KindModel<typeof anonymousFtp>
