import { createHash } from 'node:crypto'

/**
 * By what a token is known again without being kept: 32 hex digits. Tokens are drawn at random by panels, so nothing
 * leads back from it, and the same one is known on every machine.
 */
export function tokenHash(token: string): string {
  return createHash('sha256').update(`wisdeck token\n${token}`).digest('hex').slice(0, 32)
}
