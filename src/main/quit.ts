import type { App as ElectronApp, AutoUpdater, PowerMonitor } from 'electron'

export interface QuitGuard {
  /** From here on nobody is asked: the user has agreed, or the system is going down. */
  agree(): void
  /** Whether the app is on its way out. */
  readonly leaving: boolean
}

/**
 * Lets nobody quit by accident while a run works. Whoever does not ask (a signal, the system going down, a crash) loses
 * nothing either: each step is on disk before it is sent. An installer is given way to where no run works; on macOS one
 * may have begun since the user agreed.
 */
export function guardQuit(deps: {
  readonly app: Pick<ElectronApp, 'on' | 'quit'>
  readonly power: Pick<PowerMonitor, 'on'>
  /**
   * Electron's own, by which electron-updater tells on every system that the app is to end for the installer, or, on
   * macOS, that this failed.
   */
  readonly updater: Pick<AutoUpdater, 'on'>
  readonly working: () => boolean
  /** Resolves with whether to quit all the same. */
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
    // A box that cannot be shown must not keep anyone from trying again.
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
