import type { CronField, CronProblem } from '../../shared/cron/index.ts'
import type { useText } from '../i18n/index.ts'

/** The range of each field, for the sentence about a value that is out of range. */
const bounds: Readonly<Record<CronField, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  month: [1, 12],
  weekday: [0, 7],
}

/** Returns a sentence that says what is wrong with a schedule and in which field. */
export function scheduleProblem(
  t: ReturnType<typeof useText>['t'],
  problem: CronProblem | 'field-empty' | 'no-weekday',
  field: CronField | null,
): string {
  const [low, high] = bounds[field ?? 'minute']
  return t(`cron.problem.${problem}`, { field: field === null ? '' : t(`cron.field.${field}`), low, high, at: '@' })
}
