import { z } from 'zod'

/** Parts that the actions of several kinds have. */
export const id = z.string().min(1).max(100)
export const serverIds = z.array(id).min(1).max(10_000)
