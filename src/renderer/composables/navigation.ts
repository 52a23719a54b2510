import { onScopeDispose } from 'vue'
import { type RouteLocationRaw, useRouter } from 'vue-router'
import { onEvent } from '../api/client.ts'
import { useText } from '../i18n/index.ts'
import { useAnnounce } from './announce.ts'
import { createGuardedNavigation } from './guarded-navigation.ts'
import { unsaved } from './unsaved-guard.ts'
import { isOpened } from './opened.ts'
import { useToasts } from './toasts.ts'

/** Long enough to read the toast while typing. */
const toastMs = 15_000

/** Follows links from outside, notifications and the application menu, unless unsaved input would be lost. */
export function useNavigation(): void {
  const router = useRouter()
  const { t } = useText()
  const toasts = useToasts()
  const announce = useAnnounce()
  const screenOf = (to: RouteLocationRaw) => t(router.resolve(to).meta.title)
  let toastId: number | null = null
  const dismissReport = () => {
    if (toastId !== null) toasts.dismiss(toastId)
    toastId = null
  }
  const showReport = (...input: Parameters<typeof toasts.show>) => {
    dismissReport()
    toastId = toasts.show(...input)
  }

  const navigation = createGuardedNavigation({
    router,
    unsaved,
    isOpened,
    dismissReport,
    reportWaiting(to) {
      const title = t('shell.unsaved.waits', { screen: screenOf(to) })
      showReport({ title, text: t('shell.unsaved.waitsText'), tone: 'info', durationMs: toastMs })
      // A dialog hides the toasts from assistive technology.
      announce(title)
    },
    reportDraft: (to, leave) =>
      showReport({
        title: t('shell.unsaved.draft'),
        text: t('shell.unsaved.draftText', { screen: screenOf(to) }),
        tone: 'warn',
        action: { label: t('shell.unsaved.leave'), run: () => void leave() },
        durationMs: toastMs,
      }),
  })
  const stop = onEvent('app.navigate', ({ screen, query }) => navigation.go({ name: screen, query }))
  onScopeDispose(() => {
    stop()
    navigation.stop()
  })
}
