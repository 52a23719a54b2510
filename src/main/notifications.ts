import { Notification } from 'electron'
import type { Notifier } from '../core/ports.ts'
import type { Location } from '../shared/model/location.ts'
import { printNotice } from './notice-words.ts'
import type { Words } from './words.ts'

/** Shows what core tells as notifications of the system; a click leads to what it is about. */
export function createNotifier(words: () => Words, go: (location: Location) => void): Notifier {
  // A notification that nobody holds is collected, and its click with it.
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
