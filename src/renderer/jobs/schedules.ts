import { createCronRuns, type CronRuns, type CronZone } from '../../shared/cron/index.ts'
import { describeCron } from '../../shared/cron/describe.ts'

const mostKept = 2000

/** Sentences and run times of expressions, each worked out once: a fleet has thousands of jobs and few schedules. */
export function createSchedules() {
  const sentences = new Map<string, string | null>()
  const runs = new Map<string, CronRuns | null>()

  const remember = <V>(known: Map<string, V>, key: string, make: () => V): V => {
    const cached = known.get(key)
    if (cached !== undefined || known.has(key)) return cached as V
    if (known.size >= mostKept) known.clear()
    const made = make()
    known.set(key, made)
    return made
  }

  return {
    /** "At 03:00"; null for what cannot be read. */
    sentence: (expr: string, locale: string): string | null =>
      remember(sentences, `${locale} ${expr}`, () => describeCron(expr, locale) ?? describeCron(expr)),
    /** The first run after an instant, or null where there is none or the schedule cannot be read. */
    nextAfter: (expr: string, zone: CronZone, ms: number): number | null =>
      remember(runs, `${typeof zone} ${zone} ${expr}`, () => createCronRuns(expr, zone))?.after(ms) ?? null,
  }
}

export type Schedules = ReturnType<typeof createSchedules>
