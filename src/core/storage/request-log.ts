import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { uptime } from 'node:os'
import type { Logger } from '../log/types.ts'
import { dataPaths, makePrivateFile } from './files.ts'

/** How far back requests are kept: the minute for which a panel counts them, and some for their way to the panel. */
const keptMs = 65_000
/** The number of lines after which the file is written anew without the old ones. About 100 KB. */
const mostLines = 2000

/**
 * When one request left, on two clocks: the wall clock, which can be set, and the uptime of the machine, which starts
 * again at a reboot.
 */
interface Entry {
  readonly key: string
  readonly wallMs: number
  readonly uptimeMs: number
}

interface RequestLogOptions {
  /** The data folder, which exists and is locked by this process. */
  readonly dataDir: string
  readonly nowMs: () => number
  /** Milliseconds since the machine was started. */
  readonly uptimeMs?: () => number
  readonly log: Logger
}

/**
 * The requests of the last minute in a file, so that they count after a restart too, even after kill -9. Notes are
 * appended without waiting for the disk: a process that is killed loses none, a power cut outlasts their minute anyway.
 */
export interface RequestLog {
  /** Notes that a request of this budget leaves now. Never throws: a failure is logged. */
  note(key: string): void
  /** Returns how long ago (ms) the requests of earlier processes left, oldest first. Never throws. */
  agesMs(key: string): readonly number[]
  close(): void
}

/** The form of a key in the file. The start of a hash tells budgets apart; what was hashed cannot be found from it. */
const shortKey = (key: string): string => key.slice(0, 16)
const lineOf = ({ key, wallMs, uptimeMs }: Entry): string => `${key} ${wallMs} ${uptimeMs}\n`

/** Reads the lines that are whole. The last one may have been cut off. */
function readEntries(path: string): readonly Entry[] {
  if (!existsSync(path)) return []
  return [...readFileSync(path, 'latin1').matchAll(/^([0-9a-z]+) (\d+) (\d+)\n/gm)].map(
    ([, key, wallMs, uptimeMs]) => ({
      key: String(key),
      wallMs: Number(wallMs),
      uptimeMs: Number(uptimeMs),
    }),
  )
}

/**
 * Returns how long ago an entry was noted: the shorter time of the two clocks that do not put it into the future. If
 * both do, it counts as new. So a clock that was set can only make a request count for longer.
 */
function ageOf(entry: Entry, wallMs: number, uptimeMs: number): number {
  const ages = [wallMs - entry.wallMs, uptimeMs - entry.uptimeMs].filter((age) => age >= 0)
  return ages.length === 0 ? 0 : Math.min(...ages)
}

/** Opens the file and keeps the requests of the last minute. A file that cannot be read or written counts as empty. */
export function openRequestLog(options: RequestLogOptions): RequestLog {
  const { nowMs, log, uptimeMs = () => uptime() * 1000 } = options
  const path = dataPaths(options.dataDir).requests
  let fd: number | null = null
  let lines = 0
  let failed = false

  const ageMs = (entry: Entry): number => ageOf(entry, nowMs(), uptimeMs())
  /** Replaces the file in one step by one with these entries. */
  const rewrite = (entries: readonly Entry[]): void => {
    const next = `${path}.new`
    rmSync(next, { force: true })
    makePrivateFile(next)
    writeFileSync(next, entries.map(lineOf).join(''))
    if (fd !== null) closeSync(fd)
    fd = null
    renameSync(next, path)
    fd = openSync(path, 'a', 0o600)
    lines = entries.length
  }
  const tryOnDisk = (work: () => void): void => {
    try {
      work()
      failed = false
    } catch (thrown) {
      if (!failed) log.warn('storage.requests-not-noted', { error: thrown })
      failed = true
    }
  }

  let earlier: readonly Entry[] = []
  let own: Entry[] = []
  tryOnDisk(() => {
    earlier = readEntries(path).filter((entry) => ageMs(entry) < keptMs)
    rewrite(earlier)
  })
  return {
    note(key) {
      const entry = { key: shortKey(key), wallMs: Math.round(nowMs()), uptimeMs: Math.round(uptimeMs()) }
      own.push(entry)
      tryOnDisk(() => {
        if (fd !== null && lines < mostLines) {
          writeSync(fd, lineOf(entry))
          lines += 1
          return
        }
        own = own.filter((one) => ageMs(one) < keptMs)
        rewrite([...earlier.filter((one) => ageMs(one) < keptMs), ...own])
      })
    },
    agesMs: (key) =>
      earlier
        .filter((entry) => entry.key === shortKey(key))
        .map(ageMs)
        .filter((age) => age < keptMs)
        .toSorted((a, b) => b - a),
    close() {
      if (fd !== null) closeSync(fd)
      fd = null
    },
  }
}
