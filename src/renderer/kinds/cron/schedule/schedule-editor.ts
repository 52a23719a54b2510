import {
  type CronField,
  cronFields,
  type CronProblem,
  type CronSchedule,
  parseCron,
} from '../../../../shared/cron/index.ts'
import { exprOf, type Preset, convertPreset, type PresetKind, presetOf } from './schedule-presets.ts'

type FieldTexts = Readonly<Record<CronField, string>>

/**
 * One schedule in three forms: the expression as typed, its five fields, and its preset. They agree, except that the
 * fields do not follow an expression without five parts (see `doFieldsMatch`), and that the expression does not follow
 * a weekly preset without a day. The typed text is kept exactly, also while it is not valid.
 */
export interface ScheduleEdit {
  readonly expr: string
  readonly fields: FieldTexts
  readonly preset: Preset
}

const noFields: FieldTexts = { minute: '', hour: '', day: '', month: '', weekday: '' }

/** Returns the five fields of an expression, with a macro expanded; null if it does not have five parts. */
function fieldsOf(expr: string): FieldTexts | null {
  const read = parseCron(expr)
  const parts = (read.ok ? read.expr : expr.trim()).split(/\s+/)
  if (parts.length !== cronFields.length) return null
  return Object.fromEntries(cronFields.map((name, index) => [name, parts[index] ?? ''])) as FieldTexts
}

/** Returns the editor's state for an expression. */
export function editOf(expr: string): ScheduleEdit {
  return { expr, fields: fieldsOf(expr) ?? noFields, preset: presetOf(expr) }
}

/**
 * Applies what the user typed into the expression. The fields follow as soon as the expression has five parts, and
 * stay as they were until then. A word such as `@reboot` has no fields.
 */
export function typeExpr(edit: ScheduleEdit, expr: string): ScheduleEdit {
  if (expr === edit.expr) return edit
  const fallback = expr.trim().startsWith('@') ? noFields : edit.fields
  return { expr, fields: fieldsOf(expr) ?? fallback, preset: presetOf(expr) }
}

/** Applies the text of one field. An empty field keeps its position, so that the other fields keep theirs. */
export function typeField(edit: ScheduleEdit, name: CronField, text: string): ScheduleEdit {
  const fields = { ...edit.fields, [name]: text.replace(/\s+/g, '') }
  const expr = cronFields.map((field) => fields[field]).join(' ')
  return { expr, fields, preset: presetOf(expr) }
}

/** Applies the preset that the user chose: its expression replaces the previous one. `custom` keeps the expression. */
export function choosePreset(edit: ScheduleEdit, kind: PresetKind): ScheduleEdit {
  return setPreset(edit, convertPreset(kind, edit.preset))
}

/**
 * Applies a preset. It stays as it is, although its expression may fit another one as well. A preset without an
 * expression (see `exprOf`) keeps the previous expression.
 */
export function setPreset(edit: ScheduleEdit, preset: Preset): ScheduleEdit {
  const expr = exprOf(preset)
  return expr === null ? { ...edit, preset } : { expr, fields: fieldsOf(expr) ?? edit.fields, preset }
}

/** Why the times of a schedule cannot be computed, and the field with the problem if there is one. */
export interface ScheduleProblem {
  readonly problem: CronProblem | 'field-empty' | 'no-weekday'
  readonly field: CronField | null
}

/** Returns null for a schedule without a problem. `@reboot` has the problem `reboot`, but can be sent all the same. */
export function problemOf(edit: ScheduleEdit): ScheduleProblem | null {
  if (edit.preset.kind === 'weekly' && edit.preset.days.length === 0) return { problem: 'no-weekday', field: 'weekday' }
  const read = parseCron(edit.expr)
  if (read.ok) return null
  const empty =
    read.problem === 'field-count' && isFromFields(edit)
      ? cronFields.find((name) => edit.fields[name] === '')
      : undefined
  return empty ? { problem: 'field-empty', field: empty } : { problem: read.problem, field: read.field }
}

/** Returns the parsed schedule, or null if it has a problem. */
export function scheduleOf(edit: ScheduleEdit): CronSchedule | null {
  if (problemOf(edit) !== null) return null
  const read = parseCron(edit.expr)
  return read.ok ? read : null
}

/** Whether the five fields agree with the expression. They do not while an expression is half typed. */
export function doFieldsMatch(edit: ScheduleEdit): boolean {
  return isFromFields(edit) || fieldsOf(edit.expr) !== null
}

function isFromFields(edit: ScheduleEdit): boolean {
  return edit.expr === cronFields.map((name) => edit.fields[name]).join(' ')
}
