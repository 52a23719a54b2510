import type { App as ElectronApp, AutoUpdater, PowerMonitor } from 'electron'

export interface QuitGuard {
  /** Lets the app quit without asking from now on, for example because a signal has arrived. */
  agree(): void
  /** Whether the app is about to quit. */
  readonly leaving: boolean
}

/**
 * Asks before quitting while a run is working. An end without a question (a signal, the system going down, a crash)
 * loses nothing either, because each step is on disk before it is sent. An installer may end the app if no run is
 * working. On macOS a run may have begun since the user agreed to the installation.
 */
export function guardQuit(deps: {
  readonly app: Pick<ElectronApp, 'on' | 'quit'>
  readonly power: Pick<PowerMonitor, 'on'>
  /**
   * Electron's own updater. On every system, electron-updater uses it to report that the app is about to end for the
   * installer, and on macOS also that this failed.
   */
  readonly updater: Pick<AutoUpdater, 'on'>
  readonly working: () => boolean
  /** Resolves with true if the user wants to quit in spite of the run. */
  readonly ask: () => Promise<boolean>
}): QuitGuard {
  let leaving = false
  let updating = false
  let asking = false
  const askFirst = async () => {
    asking = true
    const agreed = await deps.ask().finally(() => (asking = false))
    if (!agreed) return
    leaving = true
    deps.app.quit()
  }
  deps.app.on('before-quit', (event) => {
    if (leaving || updating || !deps.working()) {
      leaving = true
      return
    }
    event.preventDefault()
    // If the box cannot be shown, the user must be able to try again.
    if (!asking) askFirst().catch(() => undefined)
  })
  deps.power.on('shutdown', () => (leaving = true))
  deps.updater.on('before-quit-for-update', () => (updating = !deps.working()))
  deps.updater.on('error', () => (updating = false))
  return {
    agree: () => void (leaving = true),
    get leaving() {
      return leaving || updating
    },
  }
}
