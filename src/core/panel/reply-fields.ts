import { z } from 'zod'

/*
 * Readers of panel replies. A reply is not trusted: fields may be missing, null, of a similar type or too many. A
 * row is dropped only if it has no id. The other rows are kept, and `total` counts the dropped row. A reader
 * returns null if nothing could be read at all.
 */

/**
 * Reads one field of a row. Fields are read by plain functions and not by schemas, because a list has thousands of
 * fields. Each function has a fallback for every value, so no field can fail.
 */
type Field<T> = (value: unknown) => T

export const text: Field<string> = (value) =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
const trueWords = [true, 1, '1', 'true', 'yes', 'on', 'enabled', 'active']
const falseWords = [false, 0, '0', 'false', 'no', 'off', 'disabled', 'inactive']
const flagByWord: ReadonlyMap<unknown, boolean> = new Map([
  ...trueWords.map((word) => [word, true] as const),
  ...falseWords.map((word) => [word, false] as const),
])
/** Returns null if the value is unclear: with a guess, a switch could be flipped the wrong way. */
export const parseYesNo: Field<boolean | null> = (value) =>
  flagByWord.get(typeof value === 'string' ? value.trim().toLowerCase() : value) ?? null
export const flagOrOff: Field<boolean> = (value) => parseYesNo(value) ?? false
export const wholeNumber = z.union([
  z.number().int(),
  z
    .string()
    .trim()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
])
const numeric = /^\s*-?\d+(\.\d+)?\s*$/
/** Reads a number or a number printed as text. Anything else is 0, even 1e400, which JSON.parse reads as infinite. */
export const numberOrZero: Field<number> = (value) => {
  const read = typeof value === 'string' && numeric.test(value) ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : 0
}

/**
 * Reads a time as it is printed. Go prints an unset time as year 1, which becomes null. A bare number counts as
 * Unix seconds, or as milliseconds if it is too large for seconds; 0 is null.
 */
export const time: Field<string | null> = (value) => {
  if (typeof value === 'string') {
    const printed = value.trim()
    return printed === '' || printed.startsWith('0001-') ? null : printed
  }
  if (typeof value !== 'number' || !(value > 0 && value <= 8.64e15)) return null
  return new Date(value > 1e11 ? value : value * 1000).toISOString()
}

export const optionalText: Field<string | null> = (value) => text(value) || null

/** Reads a text that rows of some panels leave out: null if it is absent, empty if there is none. */
export const reportedText: Field<string | null> = (value) => (value === undefined ? null : text(value))

/**
 * Reads `allowed_ips`. If it is absent, the list is unknown (null); a null is Go's empty list. A list with anything
 * but text in it is unknown too, because an entry would be lost when the list is sent back.
 */
export const addressList: Field<string[] | null> = (value) => {
  if (value === undefined) return null
  if (value === null) return []
  if (typeof value === 'string') return value.split(/[\s,]+/).filter(Boolean)
  return Array.isArray(value) && value.every((entry): entry is string => typeof entry === 'string') ? [...value] : null
}

/** Reads one entry of a list, or returns null if the entry has no id. */
export type RowReader<T> = (entry: unknown) => T | null

export type Json = Readonly<Record<string, unknown>>
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** All rows of one kind, as a panel sent them. */
export interface RowList<T> {
  readonly rows: readonly T[]
  /**
   * The number of rows that the panel says it has, or the number that came if that is higher. If it is above
   * `rows.length`, the list is cut or held rows without an id.
   */
  readonly total: number
}

/** Finds the list, bare or under one of the keys, possibly inside `data`. Null in its place counts as an empty list. */
function findList(
  body: unknown,
  keys: readonly string[],
): { readonly list: readonly unknown[]; readonly total: unknown } | null {
  if (body === null) return { list: [], total: null }
  if (Array.isArray(body)) return { list: body, total: null }
  if (!isObject(body)) return null
  const key = keys.find((candidate) => candidate in body)
  if (key !== undefined) {
    const list = body[key]
    return list === null || Array.isArray(list) ? { list: list ?? [], total: body.total } : null
  }
  const inner = 'data' in body ? findList(body.data, keys) : null
  return inner && { list: inner.list, total: inner.total ?? body.total }
}

/**
 * Reads a list of rows: bare, or under one of the keys, possibly inside `data`. Returns null if no list is found, or if
 * no row of it has an id.
 */
export function readList<T>(body: unknown, keys: readonly string[], row: RowReader<T>): RowList<T> | null {
  const found = findList(body, keys)
  if (!found) return null
  const rows = found.list.map(row).filter((read) => read !== null)
  if (rows.length === 0 && found.list.length > 0) return null
  const total = wholeNumber.safeParse(found.total)
  return { rows, total: Math.max(total.success ? total.data : 0, found.list.length) }
}

/** Reads one row, bare or wrapped once or twice, as in `{success, data: {account: {…}}}`. */
export function readOne<T>(body: unknown, keys: readonly string[], row: RowReader<T>, depth = 0): T | null {
  const read = row(body)
  if (read !== null) return read
  if (!isObject(body) || depth > 1) return null
  const key = [...keys, 'data'].find((candidate) => isObject(body[candidate]))
  return key === undefined ? null : readOne(body[key], keys, row, depth + 1)
}

/** Returns an answer without a `data` around it; null if it is no object. */
export const unwrapped = (body: unknown): Json | null => {
  if (!isObject(body)) return null
  return isObject(body.data) ? body.data : body
}
