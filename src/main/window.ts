import { BrowserWindow, nativeTheme, screen } from 'electron'
import { appOrigin, pagePreferences } from './security.ts'
import { isReachable, loadWindowState, saveWindowState } from './window-state.ts'

export interface WindowOptions {
  readonly preloadFile: string
  /** Where the window's place is remembered. */
  readonly stateFile: string
  /** Called with the new window before its page loads. */
  readonly onCreated: (window: BrowserWindow) => void
}

/** Makes the window where it last stood and loads the page. Resolves when the page has loaded; rejects where it cannot. */
export async function openMainWindow({ preloadFile, stateFile, onCreated }: WindowOptions): Promise<BrowserWindow> {
  const remembered = loadWindowState(stateFile)
  const areas = screen.getAllDisplays().map((display) => display.workArea)
  const { maximized = false, ...bounds } = remembered && isReachable(remembered, areas) ? remembered : { width: 1360, height: 860 }
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
  window.on('close', () => saveWindowState(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }))
  onCreated(window)
  await window.loadURL(`${appOrigin}/`)
  return window
}
