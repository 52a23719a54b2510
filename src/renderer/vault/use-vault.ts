import { computed } from 'vue'
import { useText } from '../i18n/index.ts'
import { useAppInfoStore } from '../stores/app-info.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useVaultStore } from '../stores/vault.ts'
import { joinPath, isDenied, osOf, vaultTrouble } from './vault-state.ts'
import type { VaultKind } from '../../shared/model/vault.ts'

/** The vault for the screens: its status, what is wrong with it, and the names of its kinds on this system. */
export function useVault() {
  const { t } = useText()
  const store = useVaultStore()
  const inventory = useInventoryStore()
  const info = useAppInfoStore()
  const os = osOf(navigator.userAgent)
  const keychainKey = { linux: 'keychain', mac: 'keychainMac', windows: 'keychainWindows' } as const

  return {
    os,
    store,
    status: computed(() => store.status),
    trouble: computed(() => vaultTrouble(store.status, isDenied(inventory.statuses.values()))),
    file: computed(() => joinPath(info.info?.dataDir ?? '', 'vault.json')),
    nameOf: (kind: VaultKind): string => t(`vault.kind.${kind === 'keychain' ? keychainKey[os] : kind}`),
  }
}
