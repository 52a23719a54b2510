import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cronFields } from './fields.ts'
import { parseCron } from './parse.ts'

const valuesOf = (expr: string) => {
  const read = parseCron(expr)
  return read.ok ? cronFields.map((name) => read.fields[name].values.join(',')) : read.problem
}
const flagsOf = (expr: string) => {
  const read = parseCron(expr)
  return read.ok ? read.flags : read.problem
}
const span = (from: number, to: number, step = 1) => {
  const all: number[] = []
  for (let value = from; value <= to; value += step) all.push(value)
  return all.join(',')
}
const [all60, all24, all31, all12, all7] = [span(0, 59), span(0, 23), span(1, 31), span(1, 12), span(0, 6)]

describe('parseCron', () => {
  it.each([
    ['* * * * *', [all60, all24, all31, all12, all7]],
    ['0 3 * * *', ['0', '3', all31, all12, all7]],
    [' */15\t1-5/2  1,15 jan,MAR-may sun,Wed ', ['0,15,30,45', '1,3,5', '1,15', '1,3,4,5', '0,3']],
    ['0 0 * * 7', ['0', '0', all31, all12, '0']],
    ['0 0 * * 5-7', ['0', '0', all31, all12, '0,5,6']],
    ['0 0 * * 0-7', ['0', '0', all31, all12, all7]],
    ['0 0 * * */2', ['0', '0', all31, all12, '0,2,4,6']],
    ['*/100 0 * * *', ['0', '0', all31, all12, all7]],
    ['05 007 * * *', ['5', '7', all31, all12, all7]],
    ['0 0 */10 */5 *', ['0', '0', '1,11,21,31', '1,6,11', all7]],
    ['@Weekly', ['0', '0', all31, all12, '0']],
    ['@hourly', ['0', all24, all31, all12, all7]],
  ])('reads %s', (expr, values) => {
    expect(valuesOf(expr)).toEqual(values)
  })

  it.each([
    ['', 'empty', null],
    ['  ', 'empty', null],
    [`0 0 * * ${'1,'.repeat(200)}1`, 'too-long', null],
    ['0 3 * *', 'field-count', null],
    ['0 0 3 * * *', 'field-count', null],
    ['@reboot', 'reboot', null],
    ['@fortnightly', 'macro-unknown', null],
    ['60 * * * *', 'out-of-range', 'minute'],
    ['* 24 * * *', 'out-of-range', 'hour'],
    ['* * 0 * *', 'out-of-range', 'day'],
    ['* * 32 * *', 'out-of-range', 'day'],
    ['* * * 13 *', 'out-of-range', 'month'],
    ['* * * * 8', 'out-of-range', 'weekday'],
    ['* 22-2 * * *', 'range-reversed', 'hour'],
    ['* * * * fri-sun', 'range-reversed', 'weekday'],
    ['*/0 * * * *', 'step-zero', 'minute'],
    ['5/10 * * * *', 'step-without-range', 'minute'],
    ['*/x * * * *', 'syntax', 'minute'],
    ['*/ * * * *', 'syntax', 'minute'],
    ['*-5 * * * *', 'syntax', 'minute'],
    ['1--5 * * * *', 'syntax', 'minute'],
    ['-5 * * * *', 'syntax', 'minute'],
    ['1,,2 * * * *', 'syntax', 'minute'],
    ['1, * * * *', 'syntax', 'minute'],
    ['** * * * *', 'syntax', 'minute'],
    ['1.5 * * * *', 'syntax', 'minute'],
    ['* * L * *', 'extension', 'day'],
    ['* * 15W * *', 'extension', 'day'],
    ['* * ? * *', 'extension', 'day'],
    ['* * * * 5#2', 'extension', 'weekday'],
    ['* * * * friL', 'extension', 'weekday'],
    ['H * * * *', 'extension', 'minute'],
    ['0~30 * * * *', 'extension', 'minute'],
    ['* * * feb1 *', 'syntax', 'month'],
    ['* * * foo *', 'name-unknown', 'month'],
    ['mon * * * *', 'name-unknown', 'minute'],
  ])('refuses %j: %s in %s', (expr, problem, field) => {
    expect(parseCron(expr)).toEqual({ ok: false, problem, field })
  })

  it.each([
    ['0 3 * * *', []],
    ['@daily', ['macro']],
    ['0 0 13 * 5', ['either-day']],
    ['0 0 */2 * 1', ['both-days']],
    ['0 0 31 * *', ['short-months']],
    ['0 0 29 * *', ['short-months']],
    ['0 0 29 1 *', []],
    ['0 0 29 2 *', ['short-months']],
    ['0 0 30 2 *', ['never-runs']],
    ['0 0 31 2,4,6,9,11 *', ['never-runs']],
    ['0 0 30 2 1', ['either-day']],
    ['0 0 1,31 * *', []],
    ['*/7 * * * *', ['uneven-step']],
    ['0 */5 * * *', ['uneven-step']],
    ['*/20 */6 * * *', []],
  ])('flags %s: %j', (expr, flags) => {
    expect(flagsOf(expr)).toEqual(flags)
  })

  it('keeps a macro and writes it out', () => {
    expect(parseCron('@Daily')).toMatchObject({ macro: '@daily', expr: '0 0 * * *' })
    expect(parseCron('0  3 * * *')).toMatchObject({ macro: null, expr: '0 3 * * *' })
  })

  it('never throws, and reads only values within the fields', () => {
    const sign = fc.constantFrom('*', '/', '-', ',', '0', '1', '5', '7', '30', '@', 'mon', 'L', '#', '?', ' ', 'jan')
    const part = fc.array(sign, { minLength: 1, maxLength: 4 }).map((signs) => signs.join(''))
    const bounds = { minute: [0, 59], hour: [0, 23], day: [1, 31], month: [1, 12], weekday: [0, 6] } as const
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part, { minLength: 5, maxLength: 5 }).map((parts) => parts.join(' ')),
        ),
        (text) => {
          const read = parseCron(text)
          if (!read.ok) return
          for (const name of cronFields) {
            const { values } = read.fields[name]
            expect(values.length).toBeGreaterThan(0)
            expect(values[0]).toBeGreaterThanOrEqual(bounds[name][0])
            expect(values.at(-1)).toBeLessThanOrEqual(bounds[name][1])
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})
