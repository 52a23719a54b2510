/** The five fields of crontab(5), in the order in which they are written. */
export const cronFields = ['minute', 'hour', 'day', 'month', 'weekday'] as const
export type CronField = (typeof cronFields)[number]

/**
 * Why a field cannot be read:
 * `syntax`: it is not a list of values, ranges and steps.
 * `out-of-range`: it has a number that the field does not allow.
 * `range-reversed`: as `22-2`, which crontab does not wrap.
 * `step-zero`: the step is 0.
 * `step-without-range`: as `5/10`.
 * `extension`: it has a symbol of other schedulers (`L W # ? ~ H`).
 * `name-unknown`: it has a word that is not a month or a weekday in this field.
 */
export type FieldProblem =
  'syntax' | 'out-of-range' | 'range-reversed' | 'step-zero' | 'step-without-range' | 'extension' | 'name-unknown'

export interface FieldValues {
  /** Sorted, without duplicates. Weekdays are 0 (Sunday) to 6. */
  readonly values: readonly number[]
  /**
   * The field starts with `*`. Vixie cron derives two rules from this character: how the two day fields join, and
   * whether a job follows the wall clock when the clock changes.
   */
  readonly star: boolean
  /** A step on `*` does not divide the hour or the day, as 7 minutes: the last gap is shorter. Else false. */
  readonly unevenStep: boolean
}

type FieldResult =
  { readonly ok: true; readonly field: FieldValues } | { readonly ok: false; readonly problem: FieldProblem }

interface FieldRule {
  readonly low: number
  readonly high: number
  readonly names: readonly string[]
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const rules: Readonly<Record<CronField, FieldRule>> = {
  minute: { low: 0, high: 59, names: [] },
  hour: { low: 0, high: 23, names: [] },
  day: { low: 1, high: 31, names: [] },
  month: { low: 1, high: 12, names: months },
  // 7 is Sunday too, so that `5-7` means Friday to Sunday.
  weekday: { low: 0, high: 7, names: weekdays },
}

/** Reads a field by the rules of Vixie cron's crontab(5). Names are accepted in lists and ranges, as in the program. */
export function parseField(name: CronField, text: string): FieldResult {
  const rule = rules[name]
  const values = new Set<number>()
  let unevenStep = false
  for (const item of text.split(',')) {
    const read = parseItem(rule, item)
    if (typeof read === 'string') return { ok: false, problem: read }
    for (let value = read.from; value <= read.to; value += read.step) values.add(name === 'weekday' ? value % 7 : value)
    const cycle = rule.high - rule.low + 1
    unevenStep ||= read.whole && (name === 'minute' || name === 'hour') && cycle % read.step !== 0
  }
  const sorted = [...values].sort((a, b) => a - b)
  return { ok: true, field: { values: sorted, star: text.startsWith('*'), unevenStep } }
}

interface Item {
  readonly from: number
  readonly to: number
  readonly step: number
  readonly whole: boolean
}

function parseItem(rule: FieldRule, item: string): Item | FieldProblem {
  const cut = /^(\*|[^-/*]+)(?:-([^-/*]+))?(?:\/(.+))?$/.exec(item)
  const [, start = '', end, stepText] = cut ?? []
  if (!cut || (start === '*' && end !== undefined)) return /[?~]/.test(item) ? 'extension' : 'syntax'
  const from = start === '*' ? rule.low : parseValue(rule, start)
  const to = end === undefined ? from : parseValue(rule, end)
  if (typeof from === 'string') return from
  if (typeof to === 'string') return to
  // `*` for weekdays is 0-7 in Vixie cron, where 7 equals 0. A step of 2 must not reach 7.
  if (start === '*') return withStep({ from, to: rule.high === 7 ? 6 : rule.high, step: 1, whole: true }, stepText)
  if (from > to) return 'range-reversed'
  if (end === undefined && stepText !== undefined) return 'step-without-range'
  return withStep({ from, to, step: 1, whole: false }, stepText)
}

function withStep(item: Item, text: string | undefined): Item | FieldProblem {
  if (text === undefined) return item
  if (!/^\d{1,9}$/.test(text)) return 'syntax'
  return Number(text) === 0 ? 'step-zero' : { ...item, step: Number(text) }
}

function parseValue(rule: FieldRule, text: string): number | FieldProblem {
  if (/^\d+$/.test(text)) {
    const value = Number(text)
    return text.length > 4 || value < rule.low || value > rule.high ? 'out-of-range' : value
  }
  const index = rule.names.indexOf(text.toLowerCase())
  if (index >= 0) return rule.low + index
  if (/[#?~]|^\d*[LWH]$|^[a-z]{3}L$|^LW$|^H\(/i.test(text)) return 'extension'
  return /^[a-z]+$/i.test(text) ? 'name-unknown' : 'syntax'
}
