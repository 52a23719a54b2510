import { percentile } from '../../test/fixtures/model-run.ts'
import { ourName } from './contestants.ts'
import type { Played } from './referee.ts'
import type { Work } from './works.ts'

/** One limiter at one work: medians over the phases. Times are in ms of the panel's minute, `cpuMs` in real ms. */
export interface Row {
  readonly work: string
  readonly limiter: string
  /** The makespan divided by the optimum. Null if the work was not finished. */
  readonly ratio: number | null
  readonly rejected: number | null
  /** Null if the work has no reads. */
  readonly interactiveP95Ms: number | null
  readonly cpuMs: number | null
}

/** A row and the figures that only the printed table shows. */
export interface Line {
  readonly row: Row
  readonly worstRatio: number | null
  readonly worstRejected: number | null
}

const median = (figures: readonly number[]): number => percentile(figures, 0.5)
const rounded = (figure: number, digits: number): number => Number(figure.toFixed(digits))

/**
 * Returns the least makespan of each phase in ms: the oracle's, or that of a limiter that ran on a less busy machine
 * than the oracle. `plays` are those of one work, including the oracle's.
 */
export function optimumOf(plays: readonly (readonly Played[])[]): number[] {
  const phases = Math.max(0, ...plays.map((played) => played.length))
  return [...Array(phases).keys()].map((n) => Math.min(...plays.map((played) => played[n]?.makespanMs ?? Infinity)))
}

/** Sums up the phases. `played` is null for a limiter that did not finish. */
export function lineOf(
  work: Work,
  limiter: string,
  played: readonly Played[] | null,
  optimumMs: readonly number[],
): Line {
  if (played === null) {
    const row = { work: work.name, limiter, ratio: null, rejected: null, interactiveP95Ms: null, cpuMs: null }
    return { row, worstRatio: null, worstRejected: null }
  }
  const ratios = played.map((one, n) => one.makespanMs / (optimumMs[n] ?? Number.NaN))
  const reads = work.readEveryMs === null ? null : median(played.map((one) => percentile(one.readWaitsMs, 0.95)))
  return {
    row: {
      work: work.name,
      limiter,
      ratio: rounded(median(ratios), 3),
      rejected: median(played.map((one) => one.rejected)),
      interactiveP95Ms: reads === null ? null : Math.round(reads),
      cpuMs: rounded(median(played.map((one) => one.cpuMs)), 1),
    },
    worstRatio: rounded(Math.max(...ratios), 3),
    worstRejected: Math.max(...played.map((one) => one.rejected)),
  }
}

const columns = ['limiter', 'ratio', 'worst', '429s', 'worst', 'p95 read', 'CPU ms'] as const
const widths = [22, 8, 8, 7, 7, 10, 8]

/** Returns the table as text, with a block for each work. */
export function formatTable(works: readonly Work[], lines: readonly Line[]): string {
  const blocks = works.map((work) => {
    const workLines = lines.filter((line) => line.row.work === work.name)
    return [
      `${work.name}: ${work.description}`,
      formatCells(columns),
      ...workLines.map((line) => formatCells(cellsOf(line))),
    ].join('\n')
  })
  return `${blocks.join('\n\n')}\n`
}

function cellsOf({ row, worstRatio, worstRejected }: Line): string[] {
  const show = (figure: number | null, digits = 0): string => (figure === null ? '-' : figure.toFixed(digits))
  const reads = row.interactiveP95Ms === null ? '-' : `${(row.interactiveP95Ms / 1000).toFixed(1)} s`
  const name = row.limiter === ourName ? '* ours' : `  ${row.limiter}`
  return [
    name,
    show(row.ratio, 3),
    show(worstRatio, 3),
    show(row.rejected),
    show(worstRejected),
    reads,
    show(row.cpuMs),
  ]
}

function formatCells(texts: readonly string[]): string {
  return texts.map((text, n) => (n === 0 ? text.padEnd(widths[n] ?? 0) : text.padStart(widths[n] ?? 0))).join(' ')
}
