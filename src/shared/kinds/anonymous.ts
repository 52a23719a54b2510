import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import type { KindModel } from './kind.ts'

/** Anonymous FTP of one domain. Only `enabled` is defined. All other fields that a panel sends are shown unchanged. */
const anonymousFtp = z.object({
  domain: z.string(),
  /** Null if the panel's answer does not say. */
  enabled: z.boolean().nullable(),
  other: z.record(z.string(), z.unknown()),
})
export type AnonymousFtp = Immutable<z.infer<typeof anonymousFtp>>

export const anonymousPatch = z.object({ enabled: z.boolean() })

const actions = [
  /**
   * Switches anonymous FTP of the domains named by the intent's keys. `was` is the state that the user was shown, null
   * if it is not known: it stands as the state before, because the run reads the domain right before it changes it.
   */
  z.object({ type: z.literal('anonymous.edit'), patch: anonymousPatch, was: z.boolean().nullable() }),
] as const

/** A setting of a domain: each domain has it, so it can be neither listed, nor created, nor removed. */
export const anonymousModel = {
  row: anonymousFtp,
  id: z.string().trim().min(1).max(253),
  plural: 'anonymous FTP settings',
  isListed: false,
  idOf: (row) => row.domain,
  draft: null,
  actions,
} as const satisfies KindModel<typeof anonymousFtp>
