import type { BrowserWindow, PowerSaveBlocker } from 'electron'
import type { DesktopState } from '../core/desktop/desktop.ts'

/** Shows the progress of the work on the taskbar or in the Dock, and keeps the machine from sleeping meanwhile. */
export function createTaskbar(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>,
): (work: DesktopState['work'], window: BrowserWindow | null) => void {
  let blocking: number | null = null
  return (work, window) => {
    // A value below 0 removes the bar (BrowserWindow.setProgressBar).
    window?.setProgressBar(work ? work.fraction : -1)
    if (work && blocking === null) blocking = blocker.start('prevent-app-suspension')
    if (!work && blocking !== null) {
      blocker.stop(blocking)
      blocking = null
    }
  }
}
