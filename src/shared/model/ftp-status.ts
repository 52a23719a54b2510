import { z } from 'zod'
import type { Immutable } from '../immutable.ts'

export const ftpStatus = z.object({
  installed: z.boolean(),
  running: z.boolean(),
  totalAccounts: z.number().int(),
})
export type FtpStatus = Immutable<z.infer<typeof ftpStatus>>
