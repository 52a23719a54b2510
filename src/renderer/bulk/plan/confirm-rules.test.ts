import { expect, it } from 'vitest'
import type { ConfirmableFlag } from '../../../shared/plan-flags.ts'
import { obstaclesOf, type ConfirmForm } from './confirm-rules.ts'

const included = (...flags: ConfirmableFlag[]): ReadonlySet<ConfirmableFlag> => new Set(flags)
const blank: ConfirmForm = {
  included: included(),
  typed: '',
  protectedIp: '',
  first: '',
  second: '',
  stops: false,
  percent: '',
}
const needs = { passphrase: false, protectedIps: [] }
const five = { changes: 5, wanted: null }

it('asks for the typed text in any case and without accents, and for nothing if nothing is needed', () => {
  const typing = (typed: string, wanted: string | null) =>
    obstaclesOf({ needs }, { ...blank, typed }, { changes: 5, wanted })
  expect(typing('', null)).toEqual([])
  expect(typing('', 'production')).toEqual(['typed'])
  expect(typing(' Production ', 'production')).toEqual([])
  expect(typing('xoa 12', 'xóa 12')).toEqual([])
  expect(typing('delete 2', 'delete 12')).toEqual(['typed'])
})

it('asks for a protected address only if it would be dropped, and accepts any spelling of it', () => {
  const plan = { needs: { ...needs, protectedIps: ['192.0.2.44/32'] } }
  expect(obstaclesOf(plan, blank, five)).toEqual([])
  expect(obstaclesOf(plan, { ...blank, included: included('ours-dropped') }, five)).toEqual(['protectedIp'])
  expect(obstaclesOf(plan, { ...blank, included: included('ours-dropped'), protectedIp: '192.0.2.44' }, five)).toEqual(
    [],
  )
  expect(obstaclesOf(plan, { ...blank, included: included('ours-dropped'), protectedIp: '192.0.2.45' }, five)).toEqual([
    'protectedIp',
  ])
})

it('lists everything that is missing, in the order of the screen', () => {
  const plan = { needs: { passphrase: true, protectedIps: [] } }
  const wanted = 'delete 3'
  expect(obstaclesOf(plan, { ...blank, stops: true, percent: '0' }, { changes: 0, wanted })).toEqual([
    'items',
    'percent',
    'passphrase',
    'typed',
  ])
  expect(
    obstaclesOf(plan, { ...blank, first: 'long enough', second: 'long enougH', typed: wanted }, { changes: 3, wanted }),
  ).toEqual(['passphrase'])
  expect(
    obstaclesOf(plan, { ...blank, first: 'long enough', second: 'long enough', typed: wanted }, { changes: 3, wanted }),
  ).toEqual([])
})
