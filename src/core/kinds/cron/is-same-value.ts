import { sameValue } from '../same-value.ts'
import { isSameSchedule } from './is-equal-job.ts'

/** Whether a shown value of a job's field means the same as another one. */
export const isSameValue = (field: string, shown: unknown, other: unknown): boolean =>
  field === 'cronExpr' && typeof shown === 'string' && typeof other === 'string'
    ? isSameSchedule(shown, other)
    : sameValue(field, shown, other)
