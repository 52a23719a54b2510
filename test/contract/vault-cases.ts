import type { MethodName } from '../../src/shared/contract.ts'
import { badInput, type Case, takesNothing } from './case.ts'

/** Chooses a passphrase vault, locks it and opens it again. Later cases use the token that it holds. */
export const vaultCases: { readonly [M in Extract<MethodName, `vault.${string}`>]: Case<M> } = {
  'vault.status': {
    good: () => ({}),
    check: (status) => status.kind === 'session' && !status.keychainAvailable,
    bad: takesNothing,
  },
  'vault.choose': {
    good: () => ({ kind: 'passphrase', passphrase: 'correct horse battery' }),
    check: (status) => status.kind === 'passphrase' && !status.locked,
    bad: () => [
      badInput({ kind: 'drawer' }),
      badInput({ kind: 'passphrase', passphrase: 'short' }),
      badInput({ kind: 'passphrase' }),
    ],
  },
  'vault.lock': { good: () => ({}), check: (status) => status.locked, bad: takesNothing },
  'vault.unlock': {
    good: () => ({ passphrase: 'correct horse battery' }),
    check: (status) => !status.locked,
    bad: () => [badInput({}), { input: { passphrase: 'wrong horse' }, code: 'vault.wrong-passphrase' }],
  },
}
