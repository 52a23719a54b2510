import type { PlanFlag } from '../../../shared/model/plan.ts'
import { confirmable } from './confirm-rules.ts'

/** What sets an item apart, what needs a word first. */
export const planFlagOrder: readonly PlanFlag[] = [...confirmable, 'irreversible', 'production']
