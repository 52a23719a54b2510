import type { CronSchedule, DstNote } from '../../../../shared/cron/index.ts'
import { scheduleProblem } from '../../../composables/schedule-problem.ts'
import { useText } from '../../../i18n/index.ts'
import { timeFormat } from '../../../i18n/time-formats.ts'
import type { ScheduleProblem } from './schedule-editor.ts'
import { offsetLabel, type ServerClock } from './server-clock.ts'

/** Returns functions that put a schedule into words: its problem, its flags, its clock, and that clock's changes. */
export function useScheduleWords() {
  const { t, locale } = useText()
  return {
    problem: ({ problem, field }: ScheduleProblem): string => scheduleProblem(t, problem, field),
    flags: (schedule: CronSchedule): readonly string[] =>
      schedule.flags.map((flag) => t(`cron.flag.${flag}`, { macro: schedule.macro ?? '', expr: schedule.expr })),
    clock: (clock: ServerClock, nowMs: number): string => {
      if (clock.zone === null) return t('cron.runs.unknown')
      return t(`cron.runs.${clock.source}`, { zone: clock.zone, offset: offsetLabel(clock.zone, nowMs) })
    },
    dst: ({ code, wallTime }: DstNote): string => {
      const date = timeFormat('date', locale.value, 'UTC').format(Date.parse(`${wallTime}:00Z`))
      return t(`cron.runs.dst.${code}`, { date, time: wallTime.slice(11) })
    },
  }
}
