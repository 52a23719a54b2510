/** npm run bench:limiter: compares the request budget with common limiters on the same works (limiter/README.md). */
import { oracleName, ourName } from './limiter/contestants.ts'
import { readOptions } from './limiter/options.ts'
import { type Played, playWork } from './limiter/referee.ts'
import { type Line, lineOf, optimumOf, formatTable } from './limiter/table.ts'
import { speedCheck, type Work } from './limiter/works.ts'

/** The number of child processes at once. They wait most of the time. */
const maxProcesses = 7

interface Entry {
  readonly work: Work
  readonly limiter: string
  readonly played: readonly Played[] | null
}

const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`)

/** Plays one limiter at one work. If a limiter cannot finish, that is a result; if the oracle cannot, an error. */
async function playEntry(work: Work, limiter: string): Promise<Entry> {
  const played = await playWork(work, limiter).catch((error: unknown) => {
    if (limiter === oracleName) throw error
    say(`${work.name}, ${limiter}: ${String(error)}`)
    return null
  })
  say(`${work.name}, ${limiter} done`)
  return { work, limiter, played }
}

/** Runs jobs in order, at most `limit` at once. Rejects with the first failure. */
async function runJobs<T>(jobs: readonly (() => Promise<T>)[], limit: number): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let job = jobs[next]; job !== undefined; job = jobs[next]) {
      next += 1
      results.push(await job())
    }
  }
  await Promise.all([...Array(limit)].map(worker))
  return results
}

function jobsOf(works: readonly Work[], limiters: readonly string[]): (() => Promise<Entry>)[] {
  return works.flatMap((work) =>
    [oracleName, ...limiters.filter((name) => !work.oursOnly || name === ourName)].map(
      (name) => () => playEntry(work, name),
    ),
  )
}

function linesOf(works: readonly Work[], limiters: readonly string[], entries: readonly Entry[]): Line[] {
  return works.flatMap((work) => {
    const workEntries = entries.filter((one) => one.work === work)
    const entryOf = (name: string): Entry | undefined => workEntries.find((one) => one.limiter === name)
    // In a work with a person only the oracle defines the optimum, because a limiter that delays reads finishes its
    // writes sooner.
    const optimumEntries = workEntries.filter((one) => work.readEveryMs === null || one.limiter === oracleName)
    const optimumMs = optimumOf(optimumEntries.flatMap((one) => (one.played === null ? [] : [one.played])))
    return limiters.flatMap((name) => {
      const found = entryOf(name)
      return found ? [lineOf(work, name, found.played, optimumMs)] : []
    })
  })
}

/** Plays the same short work with a minute of 2 s and of 60 s, to see how much of a ratio comes from the scaling. */
async function compareSpeeds(): Promise<string> {
  const figures: string[] = []
  for (const minuteRealMs of [2000, 60_000]) {
    const work = speedCheck(minuteRealMs)
    const [optimum, ours] = await Promise.all([playEntry(work, oracleName), playEntry(work, ourName)])
    const { row } = lineOf(work, ourName, ours.played, optimumOf([optimum.played ?? [], ours.played ?? []]))
    figures.push(`${minuteRealMs / 1000} s a minute: ratio ${row.ratio ?? '-'}, 429s ${row.rejected ?? '-'}`)
  }
  return `Scaling of time, ours, ${speedCheck(2000).description}. ${figures.join('; ')}\n`
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  const startedMs = Date.now()
  const light = options.works.filter((work) => !work.alone)
  const heavy = options.works.filter((work) => work.alone)
  const speeds = options.trueSpeed ? compareSpeeds() : Promise.resolve('')
  const entries = await runJobs(jobsOf(light, options.limiters), maxProcesses)
  const comparison = await speeds
  entries.push(...(await runJobs(jobsOf(heavy, options.limiters), 1)))
  const lines = linesOf(options.works, options.limiters, entries)
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ rows: lines.map((line) => line.row) })}\n`)
    process.stderr.write(comparison)
    return
  }
  const minutes = [...new Set(options.works.map((work) => work.minuteRealMs / 1000))].join(' or ')
  process.stdout.write(`${formatTable(options.works, lines)}\n`)
  process.stdout.write(
    `Ratio: makespan by that of an oracle that sees into the panel. Medians, and the worst, of ${options.works[0]?.phases.length ?? 0} phases.\n`,
  )
  process.stdout.write(
    `Time is scaled: a minute lasts ${minutes} s; figures but CPU are unscaled. CPU is a child process's own, HTTP included.\n`,
  )
  process.stdout.write(`${comparison}Took ${Math.round((Date.now() - startedMs) / 1000)} s.\n`)
}

await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
