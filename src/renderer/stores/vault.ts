import { defineStore } from 'pinia'
import type { Input } from '../../shared/contract.ts'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** Where tokens are kept, and whether they can be used now. Null until read from core. */
export const useVaultStore = defineStore('vault', () => {
  const { value: status, replace, load } = createProjection(() => api.call('vault.status', {}))
  return {
    status,
    replace,
    load,
    choose: async (choice: Input<'vault.choose'>) => replace(await api.call('vault.choose', choice)),
    unlock: async (passphrase: string) => replace(await api.call('vault.unlock', { passphrase })),
    lock: async () => replace(await api.call('vault.lock', {})),
  }
})
