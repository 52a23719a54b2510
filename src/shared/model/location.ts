import { z } from 'zod'
import type { Immutable } from '../immutable.ts'
import { screenNames } from '../screens.ts'

/** A screen and what it shows, named as in the page's address. A location only shows and never changes anything. */
export const location = z.object({
  screen: z.enum(screenNames),
  query: z
    .object({
      /** The server that is opened or whose rows are shown. */
      server: z.string(),
      /** The key of an account or job: `serverId/kind/id`. */
      row: z.string(),
      view: z.string(),
      set: z.string(),
      run: z.string(),
      /** A section of the settings. */
      section: z.string(),
      do: z.enum(['add', 'import']),
    })
    .partial(),
})
export type Location = Immutable<z.infer<typeof location>>
