import { type CronField, cronFields, type CronProblem, type CronSchedule, parseCron } from '../../shared/cron/index.ts'
import { exprOf, type Preset, presetFrom, type PresetKind, presetOf } from './schedule-presets.ts'

export type FieldTexts = Readonly<Record<CronField, string>>

/**
 * One schedule in three forms that always say the same: the expression as typed, its five fields, and the preset that
 * it fits. What is typed is kept to the letter, also while it cannot be read.
 */
export interface ScheduleEdit {
  readonly expr: string
  readonly fields: FieldTexts
  readonly preset: Preset
}

const noFields: FieldTexts = { minute: '', hour: '', day: '', month: '', weekday: '' }

/** The five fields of an expression, a macro written out; null where it has not five parts. */
function fieldsOf(expr: string): FieldTexts | null {
  const read = parseCron(expr)
  const parts = (read.ok ? read.expr : expr.trim()).split(/\s+/)
  if (parts.length !== cronFields.length) return null
  return Object.fromEntries(cronFields.map((name, index) => [name, parts[index] ?? ''])) as FieldTexts
}

/** The editor's state for an expression. */
export function editOf(expr: string): ScheduleEdit {
  return { expr, fields: fieldsOf(expr) ?? noFields, preset: presetOf(expr) }
}

/**
 * The user typed in the expression. The fields follow as soon as it has five parts and stay as they were until then;
 * a word like `@reboot` has no fields at all.
 */
export function typeExpr(edit: ScheduleEdit, expr: string): ScheduleEdit {
  if (expr === edit.expr) return edit
  const without = expr.trim().startsWith('@') ? noFields : edit.fields
  return { expr, fields: fieldsOf(expr) ?? without, preset: presetOf(expr) }
}

/**
 * The user typed in one field. A field that is empty for the moment leaves its place, so that the others keep theirs.
 */
export function typeField(edit: ScheduleEdit, name: CronField, text: string): ScheduleEdit {
  const fields = { ...edit.fields, [name]: text.replace(/\s+/g, '') }
  const expr = cronFields.map((field) => fields[field]).join(' ')
  return { expr, fields, preset: presetOf(expr) }
}

/** The user chose a form: its expression takes the place of the one before; `custom` keeps it. */
export function choosePreset(edit: ScheduleEdit, kind: PresetKind): ScheduleEdit {
  return setPreset(edit, presetFrom(kind, edit.preset))
}

/** The user changed something in a form. The form stays, although its expression may fit another as well. */
export function setPreset(edit: ScheduleEdit, preset: Preset): ScheduleEdit {
  const expr = exprOf(preset)
  return expr === null ? { ...edit, preset } : { expr, fields: fieldsOf(expr) ?? edit.fields, preset }
}

/** Why a schedule cannot be sent, and the field to look at where there is one. */
export interface ScheduleProblem {
  readonly problem: CronProblem | 'field-empty' | 'no-weekday'
  readonly field: CronField | null
}

/** Null for a schedule that can be sent. */
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

/** The schedule as it is read; null while it cannot be. */
export function scheduleOf(edit: ScheduleEdit): CronSchedule | null {
  if (problemOf(edit) !== null) return null
  const read = parseCron(edit.expr)
  return read.ok ? read : null
}

/** Whether the five fields say what the expression says; not so while an expression is half typed. */
export function areFieldsInStep(edit: ScheduleEdit): boolean {
  return isFromFields(edit) || fieldsOf(edit.expr) !== null
}

function isFromFields(edit: ScheduleEdit): boolean {
  return edit.expr === cronFields.map((name) => edit.fields[name]).join(' ')
}
