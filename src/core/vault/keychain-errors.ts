import { AppError, type ErrorCode } from '../../shared/errors.ts'

/**
 * Patterns of keychain messages, tested in this order. @napi-rs/keyring passes on the operating system's own text after
 * "Couldn't access platform storage:" or "Platform failure:" and gives every error the same code.
 */
const messagePatterns: readonly (readonly [RegExp, ErrorCode])[] = [
  // Secret Service: the collection is locked. Declining its prompt leaves it locked, and the remedy is to unlock it.
  [/object locked|is locked|unlock prompt was dismissed/i, 'vault.locked'],
  // macOS errSecInteractionNotAllowed (-25308): the keychain is locked and cannot show a prompt now.
  [/interaction is not allowed|-25308/i, 'vault.locked'],
  // macOS errSecUserCanceled (-128), errSecAuthFailed (-25293); Secret Service and D-Bus refusals; Windows
  // ERROR_ACCESS_DENIED.
  [/cancel(l)?ed|prompt dismissed|prompt was dismissed|not authori[sz]ed|-128\b|-25293/i, 'vault.denied'],
  [
    /access ?denied|access is denied|permission denied|passphrase you entered is not correct|auth(entication|orization)? ?failed/i,
    'vault.denied',
  ],
]

const messages: Readonly<Partial<Record<ErrorCode, string>>> = {
  'vault.locked': 'The keychain is locked',
  'vault.denied': 'The keychain refused access',
  'vault.unavailable': 'No keychain answers',
}

/**
 * Converts anything that a keychain throws to AppError vault.locked | vault.denied | vault.unavailable. The system's
 * text is left out, because it may name the entry.
 */
export function keychainError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const code = messagePatterns.find(([pattern]) => pattern.test(text))?.[1] ?? 'vault.unavailable'
  return new AppError(code, messages[code] ?? 'The keychain failed')
}
