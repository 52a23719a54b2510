import { useEventListener } from '@vueuse/core'
import { onScopeDispose, watch } from 'vue'
import { api } from '../api/client.ts'

/**
 * Tells core which server's details are open here, so that this server's budget keeps a reserve for the next click.
 * Core forgets it when the window has been hidden for a while, so it is told again when the window is visible.
 */
export function useOpenView(serverId: () => string | null): void {
  const tell = (ids: readonly string[]) => void api.call('budget.openViews', { serverIds: ids }).catch(() => undefined)
  const tellCurrent = () => {
    const id = serverId()
    if (!document.hidden) tell(id === null ? [] : [id])
  }
  watch(serverId, tellCurrent, { immediate: true })
  useEventListener(document, 'visibilitychange', tellCurrent)
  onScopeDispose(() => tell([]))
}
