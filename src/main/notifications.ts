import { Notification } from 'electron'
import type { Notifier } from '../core/ports.ts'
import type { Location } from '../shared/model/location.ts'
import { printNotice } from './notice-words.ts'
import type { Words } from './words.ts'

/** Shows notices of core as notifications of the system. A click opens the location of the notice. */
export function createNotifier(words: () => Words, go: (location: Location) => void): Notifier {
  // Without a reference, a notification is garbage collected and its click handler is lost.
  const open = new Set<Notification>()
  return {
    notify(notice) {
      if (!Notification.isSupported()) return
      const { title, body, location } = printNotice(notice, words())
      const shown = new Notification({ title, body })
      const drop = () => open.delete(shown)
      shown.on('click', () => {
        drop()
        go(location)
      })
      shown.on('close', drop)
      shown.on('failed', drop)
      open.add(shown)
      shown.show()
    },
  }
}
