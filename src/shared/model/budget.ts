import { z } from 'zod'
import type { Immutable } from '../immutable.ts'

/** Why the next request of a token can or cannot be sent now. */
export const budgetReasons = ['ready', 'scouting', 'waiting-reset', 'backing-off', 'in-flight-limit'] as const

/** The request budget of one token as the screens show it. A figure is null until a panel has reported it. */
const budgetView = z.object({
  limit: z.number().int().nullable(),
  remaining: z.number().int().nullable(),
  /** When the window ends, on this machine's clock. */
  resetAtMs: z.number().nullable(),
  waiting: z.number().int(),
  /**
   * The estimated time at which the last waiting request will have been sent, on this machine's clock, rounded up to
   * the second. Null if no request waits.
   */
  doneAtMs: z.number().nullable(),
  inFlight: z.number().int(),
  reason: z.enum(budgetReasons),
})
export type BudgetView = Immutable<z.infer<typeof budgetView>>

/** The request budget that a server's calls use. Servers that share a token share its figures. */
export const serverBudget = budgetView.extend({ serverId: z.string() })
export type ServerBudget = Immutable<z.infer<typeof serverBudget>>
