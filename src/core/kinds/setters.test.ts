import { expect, test } from 'vitest'
import { kinds } from '../../shared/kinds/index.ts'
import { rowKinds } from './index.ts'
import { countSetters, flipped, settable } from './setters.ts'

test('what can be set and read back leaves out passwords, and only the switch of an account is flipped', () => {
  expect(Object.fromEntries(kinds.map((kind) => [kind, settable(kind)]))).toMatchObject({
    ftp: ['enabled', 'quotaMb', 'readOnly', 'allowedIps'],
    cron: ['name', 'command', 'cronExpr', 'enabled', 'emailOnComplete', 'emailOnError'],
    anonymous: ['enabled'],
  })
  expect(kinds.flatMap((kind) => flipped(kind).map((field) => `${kind} ${field}`))).toEqual(['ftp enabled'])
})

test('the switch of an account is the first to be sent, because its flip must follow the read soonest', () => {
  expect(Object.keys(rowKinds.ftp.setters)[0]).toBe('toggle')
})

test('fields of one setter go out in one request', () => {
  expect(countSetters('ftp', ['quotaMb', 'readOnly'])).toBe(1)
  expect(countSetters('ftp', ['quotaMb', 'allowedIps', 'enabled'])).toBe(3)
  expect(countSetters('cron', ['name', 'enabled'])).toBe(1)
  expect(countSetters('cron', [])).toBe(0)
})
