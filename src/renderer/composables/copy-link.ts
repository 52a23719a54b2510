import { linkOf } from '../../shared/links.ts'
import type { Location } from '../../shared/model/location.ts'
import { useText } from '../i18n/index.ts'
import { writeClipboard } from './write-clipboard.ts'
import { useToasts } from './toasts.ts'

/** Returns a function that copies the link to a location and shows a toast about it. */
export function useCopyLink(): (location: Location) => Promise<void> {
  const { t } = useText()
  const toasts = useToasts()
  return async (location) => {
    const done = await writeClipboard(linkOf(location))
    toasts.show({
      title: t(done ? 'common.linkCopied' : 'common.copyFailed'),
      tone: done ? 'ok' : 'danger',
      durationMs: 4000,
    })
  }
}
