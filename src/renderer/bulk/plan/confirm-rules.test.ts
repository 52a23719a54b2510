import { expect, it } from 'vitest'
import type { ConfirmableFlag, Plan } from '../../../shared/model/plan.ts'
import { flagSetsOf, obstaclesOf, plainFlagSets, runnable, type ConfirmForm } from './confirm-rules.ts'

const included = (...flags: ConfirmableFlag[]): ReadonlySet<ConfirmableFlag> => new Set(flags)
const flags = (some: Partial<Plan['flags']>): Plan['flags'] => ({
  'first-restriction': 0,
  'last-restriction': 0,
  'open-to-all': 0,
  'ours-dropped': 0,
  'changed-since': 0,
  'may-exist': 0,
  irreversible: 0,
  production: 0,
  ...some,
})
const blank: ConfirmForm = {
  included: included(),
  typed: '',
  protectedIp: '',
  first: '',
  second: '',
  stops: false,
  percent: '',
}
const needs = { typed: null, passphrase: false, protectedIps: [] }

it('leaves out flagged changes until they are included', () => {
  const plan = { changes: 340, flags: flags({ 'first-restriction': 11, production: 200 }) }
  const sets = plainFlagSets(plan) ?? []
  expect(runnable(plan, sets, included())).toBe(329)
  expect(runnable(plan, sets, included('first-restriction'))).toBe(340)
})

it('counts an item with two flags once, and only if both are included', () => {
  const items = [
    { flags: ['last-restriction', 'changed-since'] },
    { flags: ['changed-since', 'production'] },
    { flags: ['production'] },
  ] as const
  const sets = flagSetsOf(items)
  expect(plainFlagSets({ flags: flags({ 'last-restriction': 1, 'changed-since': 2 }) })).toBeNull()
  expect(runnable({ changes: 3 }, sets, included())).toBe(1)
  expect(runnable({ changes: 3 }, sets, included('changed-since'))).toBe(2)
  expect(runnable({ changes: 3 }, sets, included('changed-since', 'last-restriction'))).toBe(3)
})

it('asks for the typed word in any case, and for nothing if nothing is needed', () => {
  expect(obstaclesOf({ needs }, blank, 5)).toEqual([])
  const production = { needs: { ...needs, typed: 'production' } }
  expect(obstaclesOf(production, blank, 5)).toEqual(['typed'])
  expect(obstaclesOf(production, { ...blank, typed: ' Production ' }, 5)).toEqual([])
  expect(obstaclesOf({ needs: { ...needs, typed: '12' } }, { ...blank, typed: '2' }, 5)).toEqual(['typed'])
})

it('asks for a protected address only if it would be dropped, and accepts any spelling of it', () => {
  const plan = { needs: { ...needs, protectedIps: ['192.0.2.44/32'] } }
  expect(obstaclesOf(plan, blank, 5)).toEqual([])
  expect(obstaclesOf(plan, { ...blank, included: included('ours-dropped') }, 5)).toEqual(['protectedIp'])
  expect(obstaclesOf(plan, { ...blank, included: included('ours-dropped'), protectedIp: '192.0.2.44' }, 5)).toEqual([])
  expect(obstaclesOf(plan, { ...blank, included: included('ours-dropped'), protectedIp: '192.0.2.45' }, 5)).toEqual([
    'protectedIp',
  ])
})

it('lists everything that is missing, in the order of the screen', () => {
  const plan = { needs: { typed: '3', passphrase: true, protectedIps: [] } }
  expect(obstaclesOf(plan, { ...blank, stops: true, percent: '0' }, 0)).toEqual([
    'items',
    'percent',
    'passphrase',
    'typed',
  ])
  expect(obstaclesOf(plan, { ...blank, first: 'long enough', second: 'long enougH', typed: '3' }, 3)).toEqual([
    'passphrase',
  ])
  expect(obstaclesOf(plan, { ...blank, first: 'long enough', second: 'long enough', typed: '3' }, 3)).toEqual([])
})
