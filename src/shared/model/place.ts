import { z } from 'zod'
import type { Immutable } from '../immutable.ts'

/** The screens a link from outside may open, by the names of the page's routes. */
export const screens = ['overview', 'servers', 'ftp', 'cron', 'runs', 'activity', 'settings'] as const

/**
 * Where to go: a screen, and on it at most one server or one section. It opens something to look at and changes
 * nothing.
 */
export const place = z.object({
  screen: z.enum(screens),
  query: z.object({ server: z.string(), section: z.string(), do: z.enum(['add', 'import']) }).partial(),
})
export type Place = Immutable<z.infer<typeof place>>
