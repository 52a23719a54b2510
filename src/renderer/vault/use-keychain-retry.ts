import { computed, ref } from 'vue'
import { useAnnounce } from '../composables/announce.ts'
import { useText } from '../i18n/index.ts'
import { useInventoryStore } from '../stores/inventory.ts'
import { useTask } from '../composables/task.ts'
import { useVault } from './use-vault.ts'

/**
 * Tries the keychain again. `retry` returns whether tokens can be read now; `retryFailure` is the sentence for an
 * attempt that changed nothing. Only reading a token shows whether the keychain still refuses, so `retry` refreshes
 * all servers after a refusal.
 */
export function useKeychainRetry() {
  const { t } = useText()
  const { store, trouble } = useVault()
  const inventory = useInventoryStore()
  const announce = useAnnounce()
  const task = useTask()
  const hasTried = ref(false)

  const retryFailure = computed(() => {
    if (!hasTried.value || task.busy.value) return null
    if (trouble.value === 'keychain-locked') return t('vault.retry.stillLocked')
    if (trouble.value === 'keychain-denied') return t('vault.retry.stillDenied')
    return trouble.value === null ? null : t('vault.retry.stillSilent')
  })

  async function retry(): Promise<boolean> {
    hasTried.value = false
    const wasDenied = trouble.value === 'keychain-denied'
    const succeeded = await task.run(async () => {
      await store.unlock('')
      if (wasDenied) await inventory.refresh()
    })
    hasTried.value = true
    if (!succeeded || trouble.value !== null) return false
    announce(t('vault.retry.back'))
    return true
  }

  return { task, retryFailure, retry }
}
