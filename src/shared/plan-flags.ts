import { listFlagNames } from './ip/index.ts'

/**
 * Something about an item of a plan that the user must know, in the order in which it is shown. A run leaves out items
 * with a confirmable flag until the user has confirmed that flag by name: a change that turns a restriction on or off
 * or opens it to every address, one that drops a protected address, an undo of a row that has changed since the run, a
 * new row whose name may be taken because the list of its server is cut, a change of a row that an earlier, unanswered
 * request may still change, and a deleted row that is made again without its domain because its panel does not show
 * which one it had.
 */
export const confirmableFlags = [
  ...listFlagNames,
  'changed-since',
  'may-exist',
  'still-open',
  'domain-unknown',
] as const
export type ConfirmableFlag = (typeof confirmableFlags)[number]
export const planFlags = [...confirmableFlags, 'irreversible', 'production'] as const
export type PlanFlag = (typeof planFlags)[number]
