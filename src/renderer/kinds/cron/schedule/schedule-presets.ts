import { parseCron } from '../../../../shared/cron/index.ts'

/** Schedules with a form of their own beside the expression. All others are `custom`, edited in their five fields. */
export type Preset =
  | { readonly kind: 'every-minutes'; readonly step: number }
  | { readonly kind: 'hourly'; readonly minute: number }
  | { readonly kind: 'every-hours'; readonly step: number; readonly minute: number }
  | { readonly kind: 'daily'; readonly hour: number; readonly minute: number }
  | { readonly kind: 'weekdays'; readonly hour: number; readonly minute: number }
  | { readonly kind: 'weekly'; readonly days: readonly number[]; readonly hour: number; readonly minute: number }
  | { readonly kind: 'monthly'; readonly day: number; readonly hour: number; readonly minute: number }
  | { readonly kind: 'custom' }

export type PresetKind = Preset['kind']

export const presetKinds: readonly PresetKind[] = [
  'every-minutes',
  'hourly',
  'every-hours',
  'daily',
  'weekdays',
  'weekly',
  'monthly',
  'custom',
]

/** Steps that divide the hour or the day evenly, so that every interval is the same. */
export const minuteSteps: readonly number[] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30]
export const hourSteps: readonly number[] = [2, 3, 4, 6, 8, 12]

const number = /^\d{1,2}$/

/** Returns the step of `*` or of a star with a step; null for anything else. */
function stepOf(text: string): number | null {
  if (text === '*') return 1
  const step = /^\*\/(\d{1,2})$/.exec(text)?.[1]
  return step === undefined ? null : Number(step)
}

/** Returns the weekdays 0–6 of an expression, in whatever way they are written. */
function weekdaysOf(expr: string): readonly number[] {
  const read = parseCron(expr)
  return read.ok ? read.fields.weekday.values : []
}

function intervalPreset(minute: string, hour: string): Preset | null {
  const [minutes, hours] = [stepOf(minute), stepOf(hour)]
  if (minutes !== null && hours === 1 && minuteSteps.includes(minutes)) return { kind: 'every-minutes', step: minutes }
  if (!number.test(minute) || hours === null) return null
  if (hours === 1) return { kind: 'hourly', minute: Number(minute) }
  return hourSteps.includes(hours) ? { kind: 'every-hours', step: hours, minute: Number(minute) } : null
}

function timePreset(expr: string, parts: readonly string[]): Preset | null {
  const [minute = '', hour = '', day = '', , weekday = ''] = parts
  if (!number.test(minute) || !number.test(hour)) return null
  const time = { hour: Number(hour), minute: Number(minute) }
  if (day === '*' && weekday === '*') return { kind: 'daily', ...time }
  if (weekday === '*' && number.test(day)) return { kind: 'monthly', day: Number(day), ...time }
  const days = weekdaysOf(expr)
  if (day !== '*' || weekday.includes('/') || days.length === 7 || days.length === 0) return null
  return days.join() === '1,2,3,4,5' ? { kind: 'weekdays', ...time } : { kind: 'weekly', days, ...time }
}

/** Returns the preset that an expression, with a macro expanded, fits; `custom` if it fits none or is not valid. */
export function presetOf(expr: string): Preset {
  const read = parseCron(expr)
  if (!read.ok) return { kind: 'custom' }
  const parts = read.expr.split(' ')
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts
  if (month !== '*') return { kind: 'custom' }
  const interval = day === '*' && weekday === '*' ? intervalPreset(minute, hour) : null
  return interval ?? timePreset(read.expr, parts) ?? { kind: 'custom' }
}

/** Returns the expression of a preset; null for `custom`, and for `weekly` without a day. */
export function exprOf(preset: Preset): string | null {
  switch (preset.kind) {
    case 'every-minutes':
      return preset.step === 1 ? '* * * * *' : `*/${preset.step} * * * *`
    case 'hourly':
      return `${preset.minute} * * * *`
    case 'every-hours':
      return `${preset.minute} */${preset.step} * * *`
    case 'daily':
      return `${preset.minute} ${preset.hour} * * *`
    case 'weekdays':
      return `${preset.minute} ${preset.hour} * * 1-5`
    case 'weekly':
      return preset.days.length === 0
        ? null
        : `${preset.minute} ${preset.hour} * * ${[...preset.days].sort((a, b) => a - b).join(',')}`
    case 'monthly':
      return `${preset.minute} ${preset.hour} ${preset.day} * *`
    case 'custom':
      return null
  }
}

/** Returns a preset of another kind that keeps what both have in common: time of day, minute, or Monday to Friday. */
export function convertPreset(kind: PresetKind, before: Preset): Preset {
  const minute = 'minute' in before ? before.minute : 0
  const hour = 'hour' in before ? before.hour : 3
  switch (kind) {
    case 'every-minutes':
      return { kind, step: 5 }
    case 'hourly':
      return { kind, minute }
    case 'every-hours':
      return { kind, step: 6, minute }
    case 'daily':
    case 'weekdays':
      return { kind, hour, minute }
    case 'weekly':
      return { kind, days: before.kind === 'weekdays' ? [1, 2, 3, 4, 5] : [1], hour, minute }
    case 'monthly':
      return { kind, day: 1, hour, minute }
    case 'custom':
      return { kind }
  }
}
