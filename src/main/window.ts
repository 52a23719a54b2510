import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Location } from '../shared/model/location.ts'
import { hashOf } from './links.ts'
import { appOrigin, pagePreferences } from './security.ts'
import { isReachable, loadWindowState, saveWindowState } from './window-state.ts'

export interface WindowOptions {
  readonly preloadFile: string
  /** Where the window's place is remembered. */
  readonly stateFile: string
  /** Called with the new window before its page loads. */
  readonly onCreated: (window: BrowserWindow) => void
  /** What closing means. `stay` keeps the window as it is, `hide` leaves it running out of sight. */
  readonly onClose: () => 'close' | 'hide' | 'stay'
  /** Tells a page that is there already where to go. */
  readonly navigate: (location: Location) => void
}

export interface MainWindow {
  /** Null while there is none: on macOS the app lives on without. */
  current(): BrowserWindow | null
  /**
   * Makes the window or brings it to the front, at a place where one is named. Rejects where the page cannot be loaded.
   */
  show(location?: Location): Promise<void>
}

/** Where it last stood, if that is still on a display. */
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
    // The colour of the page's own ground, so that nothing flashes before the first paint.
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

/** The one window of the app. */
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
      // A page that is still being loaded hears nothing yet. Whoever opened it is told where it cannot be loaded.
      await loading.then(
        () => options.navigate(location),
        () => undefined,
      )
    },
  }
}
