import { expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { keychainError } from './keychain-errors.ts'

it.each([
  ["Couldn't access platform storage: Secret Service: object locked", 'vault.locked'],
  ["Couldn't access platform storage: Secret Service: unlock prompt was dismissed", 'vault.locked'],
  ["Couldn't access platform storage: User interaction is not allowed.", 'vault.locked'],
  ["Couldn't access platform storage: User canceled the operation.", 'vault.denied'],
  ['Platform failure: SS error: prompt dismissed', 'vault.denied'],
  ["Couldn't access platform storage: The user name or passphrase you entered is not correct.", 'vault.denied'],
  ['Platform failure: DBus error: org.freedesktop.DBus.Error.AccessDenied', 'vault.denied'],
  ["Couldn't access platform storage: Secret Service: no result found", 'vault.unavailable'],
  [
    'Platform failure: DBus error: Failed to connect to socket /nonexistent: No such file or directory',
    'vault.unavailable',
  ],
  ['No DBus session or Secret Service provider found', 'vault.unavailable'],
  ['Windows ERROR_NO_SUCH_LOGON_SESSION', 'vault.unavailable'],
  ['', 'vault.unavailable'],
])('%j is %s', (said, code) => {
  const error = keychainError(new Error(said))
  expect(error.code).toBe(code)
  if (said) expect(error.message).not.toContain(said)
})

it('keeps an AppError and survives what is not an error', () => {
  const late = new AppError('vault.unavailable', 'late')
  expect(keychainError(late)).toBe(late)
  expect(keychainError(undefined).code).toBe('vault.unavailable')
})
