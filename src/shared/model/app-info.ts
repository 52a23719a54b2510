import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { errorValue } from './inventory.ts'

/** Something about the data on disk that the user must know. */
export const storageNotice = z.object({
  kind: z.enum(['recovered', 'set-aside']),
  /** Where the damaged file was put. */
  setAsidePath: z.string(),
  recoveredServers: z.number().int(),
})
export type StorageNotice = Immutable<z.infer<typeof storageNotice>>

export const appInfo = z.object({
  version: z.string(),
  dataDir: z.string(),
  actor: z.string(),
  demoRunning: z.boolean(),
  storageNotice: storageNotice.nullable(),
  /** Why something of what was read or done cannot be stored at present; null if all of it is stored. */
  unstored: errorValue.nullable(),
  /** True in the desktop shell, which has notifications, a tray and folders that open. A browser has none of these. */
  desktop: z.boolean(),
})
