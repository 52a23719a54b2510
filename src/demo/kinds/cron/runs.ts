import { printList, printTime, type PrintOptions } from '../../print.ts'
import { createRandom, derivedSeed } from '../../random.ts'
import type { LogShape } from '../../traits.ts'
import { previousRunsMs } from './schedule.ts'
import type { CronJobState } from './state.ts'

interface JobRun {
  readonly atMs: number
  readonly ok: boolean
  readonly exitCode: number
  readonly durationMs: number
  readonly output: string
}

const shownRuns = 10
const goodOutput = [
  'Done.',
  'Nothing to do.',
  'Processed 118 items in 3 batches.',
  'Finished; 0 errors, 0 warnings.',
  'sent 4,102,330 bytes  received 2,114 bytes',
]
const badOutput = [
  'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted in index.php on line 41',
  'mysqldump: Got error: 1045: Access denied for user when trying to connect',
  'rsync: connection unexpectedly closed (0 bytes received so far) [sender]',
  'cp: error writing: No space left on device',
  'bash: line 1: command not found',
]

/** Returns the last runs of a job, newest first, always the same. The newest matches `lastRunAtMs` and `lastRunOk`. */
export function runsOf(job: CronJobState, utcOffsetMinutes: number): readonly JobRun[] {
  const { lastRunAtMs } = job
  if (lastRunAtMs === null) return []
  const older = previousRunsMs(job.cronExpr, lastRunAtMs, utcOffsetMinutes, shownRuns - 1).filter(
    (atMs) => atMs >= job.createdAtMs && atMs < lastRunAtMs,
  )
  return [lastRunAtMs, ...older].map((atMs, index) => {
    const random = createRandom(derivedSeed(job.id, Math.floor(atMs / 1000)))
    const ok = index === 0 ? job.lastRunOk : !job.failing && random.chance(0.97)
    return {
      atMs,
      ok,
      exitCode: ok ? 0 : random.pick([1, 2, 127, 255]),
      durationMs: random.int(40, 95_000),
      output: random.pick(ok ? goodOutput : badOutput),
    }
  })
}

/** Prints the log as this panel does: a bare array, `{logs, total}`, or lines of plain text. */
export function printRuns(
  runs: readonly JobRun[],
  shape: LogShape,
  options: PrintOptions,
): { readonly contentType: 'json' | 'text'; readonly body: unknown } {
  const at = (ms: number) => printTime(ms, options)
  if (shape === 'text') {
    const lines = runs.map(
      (run) => `[${at(run.atMs)}] exit=${run.exitCode} duration=${(run.durationMs / 1000).toFixed(1)}s ${run.output}`,
    )
    return { contentType: 'text', body: lines.map((line) => `${line}\n`).join('') }
  }
  if (shape === 'object') {
    const logs = runs.map((run) => ({
      run_at: at(run.atMs),
      success: run.ok,
      exit_code: run.exitCode,
      duration_ms: run.durationMs,
      output: run.output,
    }))
    return { contentType: 'json', body: { logs: printList(logs, options), total: logs.length } }
  }
  const rows = runs.map((run) => ({
    started_at: at(run.atMs),
    finished_at: at(run.atMs + run.durationMs),
    exit_code: run.exitCode,
    output: run.output,
  }))
  return { contentType: 'json', body: printList(rows, options) }
}
