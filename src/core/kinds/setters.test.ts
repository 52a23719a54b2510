import { expect, test } from 'vitest'
import { kinds } from '../../shared/kinds/index.ts'
import { countSetters, flipped, nextFields, settable } from './setters.ts'

test('what can be set and read back leaves out passwords, and only the switch of an account is flipped', () => {
  expect(Object.fromEntries(kinds.map((kind) => [kind, settable(kind)]))).toMatchObject({
    ftp: ['quotaMb', 'readOnly', 'allowedIps', 'enabled'],
    cron: ['name', 'command', 'cronExpr', 'enabled', 'emailOnComplete', 'emailOnError'],
    anonymous: ['enabled'],
  })
  expect(kinds.flatMap((kind) => flipped(kind).map((field) => `${kind} ${field}`))).toEqual(['ftp enabled'])
})

test('the switch of an account is not sent along with other fields', () => {
  expect(nextFields('ftp', ['enabled', 'quotaMb', 'allowedIps'])).toEqual(['quotaMb', 'allowedIps'])
  expect(nextFields('ftp', ['enabled'])).toEqual(['enabled'])
  expect(nextFields('cron', ['name', 'enabled'])).toEqual(['name', 'enabled'])
})

test('fields of one setter go out in one request', () => {
  expect(countSetters('ftp', ['quotaMb', 'readOnly'])).toBe(1)
  expect(countSetters('ftp', ['quotaMb', 'allowedIps', 'enabled'])).toBe(3)
  expect(countSetters('cron', ['name', 'enabled'])).toBe(1)
  expect(countSetters('cron', [])).toBe(0)
})
