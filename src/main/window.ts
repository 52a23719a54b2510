import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Location } from '../shared/model/location.ts'
import { hashOf } from './links.ts'
import { appOrigin, pagePreferences } from './security.ts'
import { isReachable, loadWindowState, saveWindowState } from './window-state.ts'

interface WindowOptions {
  readonly preloadFile: string
  /** The file that remembers the position and size of the window. */
  readonly stateFile: string
  /** Called with the new window before its page loads. */
  readonly onCreated: (window: BrowserWindow) => void
  /** Decides what closing does. `stay` leaves the window as it is, `hide` leaves it running but hidden. */
  readonly onClose: () => 'close' | 'hide' | 'stay'
  /** Tells a page that has loaded where to go. */
  readonly navigate: (location: Location) => void
}

export interface MainWindow {
  /** Null while there is no window. On macOS the app keeps running without one. */
  current(): BrowserWindow | null
  /**
   * Makes the window or brings it to the front, and shows `location` if it is given. Rejects if it makes the window and
   * the page cannot be loaded.
   */
  show(location?: Location): Promise<void>
}

/** Makes the window where it was last, if that is still on a display. */
function makeWindow({ preloadFile, stateFile, onCreated, onClose }: WindowOptions): BrowserWindow {
  const remembered = loadWindowState(stateFile)
  const areas = screen.getAllDisplays().map((display) => display.workArea)
  const { maximized = false, ...bounds } =
    remembered && isReachable(remembered, areas) ? remembered : { width: 1360, height: 860 }
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 480,
    minHeight: 320,
    show: false,
    title: 'Wisdeck',
    autoHideMenuBar: true,
    // The background colour of the page, so that nothing flashes before the first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff',
    webPreferences: pagePreferences(preloadFile),
  })
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  window.on('close', (event) => {
    saveWindowState(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() })
    const answer = onClose()
    if (answer === 'close') return
    event.preventDefault()
    if (answer === 'hide') window.hide()
  })
  onCreated(window)
  return window
}

/** Creates the manager of the only window of the app. */
export function createMainWindow(options: WindowOptions): MainWindow {
  let window: BrowserWindow | null = null
  let loading: Promise<void> = Promise.resolve()
  const open = (location: Location | undefined) => {
    const made = makeWindow(options)
    window = made
    made.once('closed', () => (window = null))
    loading = made.loadURL(`${appOrigin}/${location ? hashOf(location) : ''}`)
    return loading
  }
  return {
    current: () => window,
    async show(location) {
      if (window === null) return open(location)
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
      if (!location) return
      // A page that is still loading receives no events yet. If it cannot be loaded, the call that opened it rejects.
      await loading.then(
        () => options.navigate(location),
        () => undefined,
      )
    },
  }
}
