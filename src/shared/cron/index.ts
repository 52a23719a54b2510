/** The public exports of the cron code. Sentences are in describe.ts: core and the first paint need not load them. */
export { type DstCode, type DstNote, dstNote, dstNotes } from './dst.ts'
export { type CronField, type FieldProblem, type FieldValues, cronFields } from './fields.ts'
export { createRunHours, hourMs, type HourSpan } from './hours.ts'
export { type JobFacts, type JobHealth, type JobState, createHealthChecker, jobHealth } from './health.ts'
export { type CronFlag, type CronProblem, type CronRefusal, type CronSchedule, parseCron } from './parse.ts'
export { type CronRuns, type CronZone, createCronRuns, isKnownZone, nextRuns, previousRun } from './runs.ts'
export { shiftCron } from './shift.ts'
export {
  createOffsetReader,
  formatInOffset,
  offsetAt,
  offsetMinutesOf,
  offsetText,
  panelTimeMs,
  serverZone,
} from './server-time.ts'
