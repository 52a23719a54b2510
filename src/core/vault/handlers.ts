import type { VaultStatus } from '../../shared/model/vault.ts'
import type { Activity } from '../activity/activity.ts'
import type { Handlers } from '../dispatch.ts'
import type { Vault } from './types.ts'

type VaultMethods = Extract<keyof Handlers, `vault.${string}`>

/** Handlers that choose, unlock and lock the vault. `onOpened` is called when tokens may have become readable again. */
export function createVaultHandlers(deps: {
  readonly vault: Vault
  readonly activity: Activity
  readonly onOpened: () => void
}): Pick<Handlers, VaultMethods> {
  const opened = (status: VaultStatus) => {
    if (!status.locked) deps.onOpened()
    return status
  }
  return {
    'vault.status': () => deps.vault.status(),
    'vault.choose': (choice) =>
      deps.activity.record({ action: 'vault.choose', subject: choice.kind, server: null }, async () => {
        const before = await deps.vault.status()
        const value = opened(await deps.vault.choose(choice))
        return { value, before: { kind: before.kind }, after: { kind: value.kind } }
      }),
    'vault.unlock': async ({ passphrase }) => opened(await deps.vault.unlock(passphrase)),
    'vault.lock': () => deps.vault.lock(),
  }
}
