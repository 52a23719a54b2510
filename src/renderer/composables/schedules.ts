import { createCronRuns, type CronRuns, type CronZone } from '../../shared/cron/index.ts'
import { describeCron } from '../../shared/cron/describe.ts'

const mostCached = 2000

/** Descriptions and next runs of expressions. Both are cached: a fleet has thousands of jobs but few schedules. */
export function createSchedules() {
  const sentences = new Map<string, string | null>()
  const runs = new Map<string, CronRuns | null>()

  const getOrCreate = <V>(cache: Map<string, V>, key: string, make: () => V): V => {
    const cached = cache.get(key)
    if (cached !== undefined || cache.has(key)) return cached as V
    if (cache.size >= mostCached) cache.clear()
    const made = make()
    cache.set(key, made)
    return made
  }

  return {
    /** "At 03:00", in English if the locale is not loaded; null for an expression that is not valid. */
    sentence: (expr: string, locale: string): string | null =>
      getOrCreate(sentences, `${locale} ${expr}`, () => describeCron(expr, locale) ?? describeCron(expr)),
    /** The first run after a time; null if there is none or the expression is not valid. */
    nextAfter: (expr: string, zone: CronZone, ms: number): number | null =>
      getOrCreate(runs, `${typeof zone} ${zone} ${expr}`, () => createCronRuns(expr, zone))?.after(ms) ?? null,
  }
}

export type Schedules = ReturnType<typeof createSchedules>
