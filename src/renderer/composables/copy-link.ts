import { linkOf } from '../../shared/links.ts'
import type { Place } from '../../shared/model/place.ts'
import { useText } from '../i18n/index.ts'
import { writeClipboard } from './write-clipboard.ts'
import { useToasts } from './toasts.ts'

/** Copies the link that leads to a place, and says so. */
export function useCopyLink(): (place: Place) => Promise<void> {
  const { t } = useText()
  const toasts = useToasts()
  return async (place) => {
    const done = await writeClipboard(linkOf(place))
    toasts.show({
      title: t(done ? 'common.linkCopied' : 'common.copyFailed'),
      tone: done ? 'ok' : 'danger',
      durationMs: 4000,
    })
  }
}
