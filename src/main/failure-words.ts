import { AppError } from '../shared/errors.ts'
import type { Words } from './words.ts'

/**
 * Returns why Wisdeck cannot start or continue: the page's sentences for the error code if the shell has them, and
 * below them the code and message that a maintainer asks for. Returns anything but an AppError as text.
 */
export function printFailure(thrown: unknown, { start }: Words): string {
  if (!(thrown instanceof AppError)) return String(thrown)
  const { code, message } = thrown
  const [, reason] = Object.entries(start.reasons).find(([key]) => key === code.replace('.', '_')) ?? []
  return [...(reason ? [reason.what, reason.remedy, ''] : []), `${code}: ${message}`].join('\n')
}
