import { linkOf } from '../../shared/links.ts'
import type { Place } from '../../shared/model/place.ts'
import { useText } from '../i18n/index.ts'
import { useToasts } from './toasts.ts'

/** Copies the link that leads to a place, and says so. */
export function useCopyLink(): (place: Place) => Promise<void> {
  const { t } = useText()
  const toasts = useToasts()
  return async (place) => {
    const done = await navigator.clipboard.writeText(linkOf(place)).then(
      () => true,
      () => false,
    )
    toasts.show({
      title: t(done ? 'common.linkCopied' : 'common.copyFailed'),
      tone: done ? 'ok' : 'danger',
      durationMs: 4000,
    })
  }
}
