import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Input } from '../../shared/contract.ts'
import type { VaultStatus } from '../../shared/model/vault.ts'
import { api } from '../api/client.ts'

/** Where tokens are kept, and whether they can be used now. Null until core has told it. */
export const useVaultStore = defineStore('vault', () => {
  const held = shallowRef<VaultStatus | null>(null)
  const keep = (status: VaultStatus) => (held.value = status)
  return {
    status: computed(() => held.value),
    replace: keep,
    load: async () => void keep(await api.call('vault.status', {})),
    choose: async (choice: Input<'vault.choose'>) => keep(await api.call('vault.choose', choice)),
    unlock: async (passphrase: string) => keep(await api.call('vault.unlock', { passphrase })),
    lock: async () => keep(await api.call('vault.lock', {})),
  }
})
