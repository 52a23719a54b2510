import { createHash } from 'node:crypto'

/**
 * Returns the hash by which a token is recognised without being stored: 32 hex digits. Panels generate tokens at
 * random, so the token cannot be found from its hash. The same token has the same hash on every machine.
 */
export function tokenHash(token: string): string {
  return createHash('sha256').update(`wisdeck token\n${token}`).digest('hex').slice(0, 32)
}
