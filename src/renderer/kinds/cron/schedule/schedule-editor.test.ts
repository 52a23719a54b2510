import { describe, expect, it } from 'vitest'
import {
  doFieldsMatch,
  choosePreset,
  editOf,
  problemOf,
  scheduleOf,
  setPreset,
  typeExpr,
  typeField,
} from './schedule-editor.ts'
import { exprOf, type Preset, presetOf } from './schedule-presets.ts'

describe('presetOf', () => {
  const both: readonly [string, Preset][] = [
    ['* * * * *', { kind: 'every-minutes', step: 1 }],
    ['*/15 * * * *', { kind: 'every-minutes', step: 15 }],
    ['5 * * * *', { kind: 'hourly', minute: 5 }],
    ['30 */6 * * *', { kind: 'every-hours', step: 6, minute: 30 }],
    ['0 3 * * *', { kind: 'daily', hour: 3, minute: 0 }],
    ['15 8 * * 1-5', { kind: 'weekdays', hour: 8, minute: 15 }],
    ['0 4 * * 0,6', { kind: 'weekly', days: [0, 6], hour: 4, minute: 0 }],
    ['0 4 31 * *', { kind: 'monthly', day: 31, hour: 4, minute: 0 }],
  ]
  it.each(both)('reads %s and writes it back', (expr, preset) => {
    expect(presetOf(expr)).toEqual(preset)
    expect(exprOf(preset)).toBe(expr)
  })

  it.each([
    ['@daily', 'daily'],
    ['0 4 * * sun', 'weekly'],
    ['0 4 * * 7', 'weekly'],
    ['0 4 * * mon-fri', 'weekdays'],
  ])('reads %s as %s', (expr, kind) => expect(presetOf(expr).kind).toBe(kind))

  it.each([
    '*/7 * * * *',
    '0 1,2 * * *',
    '0 3 * 6 *',
    '0 3 1 * 1',
    '*/5 3 * * *',
    '0 3 * * */2',
    '0 3 1-7 * *',
    '0 */5 * * *',
    'nonsense',
    '99 * * * *',
    '',
  ])('leaves %j to the fields', (expr) => expect(presetOf(expr)).toEqual({ kind: 'custom' }))

  it('writes nothing for a week without a day', () =>
    expect(exprOf({ kind: 'weekly', days: [], hour: 1, minute: 0 })).toBeNull())
})

describe('the editor', () => {
  it('keeps typed text unchanged and updates the other two parts', () => {
    const edit = typeExpr(editOf('0 3 * * *'), ' 30  4 * * 1 ')
    expect(edit.expr).toBe(' 30  4 * * 1 ')
    expect(edit.fields).toEqual({ minute: '30', hour: '4', day: '*', month: '*', weekday: '1' })
    expect(edit.preset).toEqual({ kind: 'weekly', days: [1], hour: 4, minute: 30 })
  })

  it('leaves the fields alone while an expression is incomplete', () => {
    const edit = typeExpr(editOf('0 3 * * *'), '0 3 *')
    expect(edit.fields.hour).toBe('3')
    expect(problemOf(edit)).toEqual({ problem: 'field-count', field: null })
    expect(doFieldsMatch(edit)).toBe(false)
    expect(doFieldsMatch(typeExpr(edit, '0 3 * * 99'))).toBe(true)
  })

  it('clears the fields for a word such as @reboot, and lets a field replace the word', () => {
    const word = typeExpr(editOf('0 3 * * *'), '@reboot')
    expect(Object.values(word.fields).join('')).toBe('')
    expect(problemOf(typeField(word, 'minute', '5'))).toEqual({ problem: 'field-empty', field: 'hour' })
  })

  it('writes a macro out in the fields', () => expect(editOf('@weekly').fields.weekday).toBe('0'))

  it('keeps the position of a field that is emptied, and names the field', () => {
    const emptied = typeField(editOf('5 3 * * *'), 'minute', '')
    expect(emptied.fields).toMatchObject({ minute: '', hour: '3' })
    expect(problemOf(emptied)).toEqual({ problem: 'field-empty', field: 'minute' })
    const filled = typeField(emptied, 'minute', ' 7 ')
    expect(filled.expr).toBe('7 3 * * *')
    expect(problemOf(filled)).toBeNull()
  })

  it('names the wrong field', () => {
    expect(problemOf(typeField(editOf('0 3 * * *'), 'hour', '25'))).toEqual({ problem: 'out-of-range', field: 'hour' })
  })

  it('keeps the time of day when another form is chosen', () => {
    const weekly = choosePreset(editOf('20 5 * * 1-5'), 'weekly')
    expect(weekly.expr).toBe('20 5 * * 1,2,3,4,5')
    expect(choosePreset(weekly, 'monthly').expr).toBe('20 5 1 * *')
  })

  it('keeps the chosen form although another one fits too', () => {
    const edit = setPreset(editOf('0 5 * * 1'), { kind: 'weekly', days: [1, 2, 3, 4, 5], hour: 5, minute: 0 })
    expect(edit.preset.kind).toBe('weekly')
    expect(choosePreset(editOf('0 5 * * *'), 'custom')).toEqual({ ...editOf('0 5 * * *'), preset: { kind: 'custom' } })
  })

  it('refuses a week without a day and keeps the previous expression', () => {
    const edit = setPreset(editOf('0 5 * * 1'), { kind: 'weekly', days: [], hour: 5, minute: 0 })
    expect(edit.expr).toBe('0 5 * * 1')
    expect(problemOf(edit)).toEqual({ problem: 'no-weekday', field: 'weekday' })
    expect(scheduleOf(edit)).toBeNull()
  })
})
