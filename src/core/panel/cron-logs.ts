import type { CronLogEntry, CronLogs } from '../../shared/model/cron-logs.ts'
import { isObject } from './reply-fields.ts'

/** Longer logs are cut, because a log is for viewing, not for archiving. `maxTextLength` is for each entry. */
const maxEntries = 1000
const maxTextLength = 200_000

type Json = Readonly<Record<string, unknown>>

const atKeys = ['at', 'time', 'timestamp', 'started_at', 'run_at', 'executed_at', 'created_at', 'date']
const okKeys = ['ok', 'success', 'status', 'result']
const exitKeys = ['exit_code', 'exitCode', 'return_code']
const textKeys = ['output', 'text', 'log', 'line', 'message', 'stdout', 'stderr', 'error']
const listKeys = ['logs', 'data', 'entries', 'runs', 'items']

/** Returns the value of the first of these keys whose value can be read, or null. Removes it from `unreadKeys`. */
function takeFirst<T>(
  entry: Json,
  keys: readonly string[],
  read: (value: unknown) => T | null,
  unreadKeys: Set<string>,
): T | null {
  for (const key of keys) {
    const value = key in entry ? read(entry[key]) : null
    if (value === null) continue
    unreadKeys.delete(key)
    return value
  }
  return null
}

const readTime = (value: unknown) =>
  typeof value === 'string' && !value.startsWith('0001-') && !Number.isNaN(Date.parse(value)) ? value : null
const readWhole = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value)
    ? value
    : typeof value === 'string' && /^-?\d{1,9}$/.test(value)
      ? Number(value)
      : null

function readOk(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return null
  if (/^(ok|success|succeeded|successful|completed|done)$/i.test(value)) return true
  return /^(fail|failed|failure|error|errored|timeout|killed)$/i.test(value) ? false : null
}

const unitMs: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 0.000_001,
}

/** Reads a duration as Go prints it, such as `1m2.5s` or `350ms`. Returns milliseconds, or null. */
function goDurationMs(value: unknown): number | null {
  if (typeof value !== 'string' || !/^([\d.]+(h|ms|m|s|us|µs|ns))+$/.test(value)) return null
  const parts = [...value.matchAll(/([\d.]+)(h|ms|m|s|us|µs|ns)/g)]
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? Number.NaN), 0)
}

/** Returns the duration in ms, or null. A bare number counts only if its key names the unit: a guess may be wrong. */
function readDuration(entry: Json, unreadKeys: Set<string>): number | null {
  const number = (value: unknown) => (typeof value === 'number' && value >= 0 ? value : null)
  const ms = takeFirst(entry, ['duration_ms', 'elapsed_ms'], number, unreadKeys)
  if (ms !== null) return ms
  const seconds = takeFirst(entry, ['duration_s', 'duration_sec', 'duration_seconds'], number, unreadKeys)
  return seconds !== null ? seconds * 1000 : takeFirst(entry, ['duration', 'elapsed'], goDurationMs, unreadKeys)
}

function readEntry(entry: unknown): CronLogEntry {
  if (!isObject(entry)) return plainEntry(typeof entry === 'string' ? entry : JSON.stringify(entry))
  const unreadKeys = new Set(Object.keys(entry))
  const at = takeFirst(entry, atKeys, readTime, unreadKeys)
  const exitCode = takeFirst(entry, exitKeys, readWhole, unreadKeys)
  const ok = takeFirst(entry, okKeys, readOk, unreadKeys) ?? (exitCode === null ? null : exitCode === 0)
  const durationMs = readDuration(entry, unreadKeys)
  const texts = textKeys.flatMap((key) =>
    typeof entry[key] === 'string' && unreadKeys.delete(key) && entry[key] !== '' ? [entry[key]] : [],
  )
  for (const key of ['id', 'job_id', 'cronjob_id', 'finished_at']) unreadKeys.delete(key)
  const unreadFields = [...unreadKeys]
    .filter((key) => entry[key] !== null && entry[key] !== '')
    .map((key) => [key, entry[key]] as const)
  const text = [...texts, ...(unreadFields.length > 0 ? [JSON.stringify(Object.fromEntries(unreadFields))] : [])].join(
    '\n',
  )
  return { at, ok, exitCode, durationMs, text: text.slice(0, maxTextLength) }
}

const plainEntry = (text: string): CronLogEntry => ({
  at: null,
  ok: null,
  exitCode: null,
  durationMs: null,
  text: text.slice(0, maxTextLength),
})

function logsOf(entries: readonly unknown[], cutByPanel: boolean): CronLogs {
  const tooLong = entries.some((entry) => (typeof entry === 'string' ? entry.length : 0) > maxTextLength)
  return {
    entries: entries.slice(0, maxEntries).map(readEntry),
    truncated: cutByPanel || tooLong || entries.length > maxEntries,
  }
}

/**
 * Reads the log of a job. Its shape is not documented. An array of objects or strings, an object that holds one
 * (`logs`, `data`), one text and plain text are all read. Fields of an entry that cannot be interpreted are kept as
 * JSON in its text, except empty ones, ids and `finished_at`.
 */
export function readCronLogs(body: string): CronLogs {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    parsed = body
  }
  return readLogs(parsed, false)
}

function readLogs(parsed: unknown, cut: boolean): CronLogs {
  if (parsed === null || parsed === '') return { entries: [], truncated: cut }
  if (Array.isArray(parsed)) return logsOf(parsed, cut)
  if (!isObject(parsed)) return logsOf([typeof parsed === 'string' ? parsed : JSON.stringify(parsed)], cut)
  const key = listKeys.find((candidate) => candidate in parsed)
  const cutHere = cut || parsed.truncated === true
  return key === undefined ? logsOf([parsed], cutHere) : readLogs(parsed[key], cutHere)
}
