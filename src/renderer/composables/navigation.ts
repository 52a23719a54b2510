import { onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { onEvent } from '../api/client.ts'

/** Goes where a link from outside, a notification or the application menu leads. */
export function useNavigation(): void {
  const router = useRouter()
  onScopeDispose(onEvent('app.navigate', ({ screen, query }) => void router.push({ name: screen, query })))
}
