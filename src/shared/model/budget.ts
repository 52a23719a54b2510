import { z } from 'zod'
import type { Immutable } from '../immutable.ts'

/** Why the next request of a token does or does not leave now. */
export const budgetReasons = ['ready', 'scouting', 'waiting-reset', 'backing-off', 'in-flight-limit'] as const

/** The request budget of one token as the screens show it. Unknown figures are null until a panel has told them. */
export const budgetView = z.object({
  limit: z.number().int().nullable(),
  remaining: z.number().int().nullable(),
  /** When the window ends, on this machine's clock. */
  resetAtMs: z.number().nullable(),
  waiting: z.number().int(),
  /**
   * When the last of what waits will have left, by what is known now, to the second on this machine's clock; null where
   * nothing waits.
   */
  doneAtMs: z.number().nullable(),
  inFlight: z.number().int(),
  reason: z.enum(budgetReasons),
})
export type BudgetView = Immutable<z.infer<typeof budgetView>>

/** The budget that a server's calls go through; servers that share a token share its figures. */
export const serverBudget = budgetView.extend({ serverId: z.string() })
export type ServerBudget = Immutable<z.infer<typeof serverBudget>>
