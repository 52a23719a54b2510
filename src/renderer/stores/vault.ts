import { defineStore } from 'pinia'
import type { Input } from '../../shared/contract.ts'
import type { Numbered } from '../../shared/errors.ts'
import type { VaultStatus } from '../../shared/model/vault.ts'
import { api } from '../api/client.ts'
import { createProjection } from './projection.ts'

/** Where tokens are kept, and whether they can be used now. Null until read from core. */
export const useVaultStore = defineStore('vault', () => {
  const { value: status, replace, load } = createProjection(() => api.numbered('vault.status', {}))
  const answered = ({ seq, value }: Numbered<VaultStatus>) => replace(value, seq)
  return {
    status,
    replace,
    load,
    choose: async (choice: Input<'vault.choose'>) => answered(await api.numbered('vault.choose', choice)),
    unlock: async (passphrase: string) => answered(await api.numbered('vault.unlock', { passphrase })),
    lock: async () => answered(await api.numbered('vault.lock', {})),
  }
})
