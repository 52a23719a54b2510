import type { BrowserWindow, PowerSaveBlocker } from 'electron'
import type { DesktopState } from '../core/desktop/desktop.ts'

/** Shows on the taskbar or in the Dock how far the work is, and keeps the machine from falling asleep over it. */
export function createTaskbar(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>,
): (work: DesktopState['work'], window: BrowserWindow | null) => void {
  let blocking: number | null = null
  return (work, window) => {
    // Less than 0 takes the bar away (BrowserWindow.setProgressBar).
    window?.setProgressBar(work ? work.fraction : -1)
    if (work && blocking === null) blocking = blocker.start('prevent-app-suspension')
    if (!work && blocking !== null) {
      blocker.stop(blocking)
      blocking = null
    }
  }
}
