import { nativeTheme, powerMonitor, powerSaveBlocker } from 'electron'
import type { App } from '../core/app.ts'
import { createTaskbar } from './taskbar.ts'
import { createTray, type TrayActions } from './tray.ts'
import type { MainWindow } from './window.ts'
import type { Words } from './words.ts'

/** A refresh changes hundreds of states at once. Menus and bars are drawn no more often than this. */
const drawEveryMs = 500

interface OutsideDeps {
  readonly app: Pick<App, 'desktop' | 'setAwake'>
  readonly window: Pick<MainWindow, 'current'>
  /** Returns the words of the current language: the same object until the language changes. */
  readonly words: () => Words
  /** Sets the application menu in these words. */
  readonly setMenu: (words: Words) => void
  readonly trayIcon: string
  readonly actions: TrayActions
}

/**
 * Keeps what is outside the page in step with core: language, theme, tray and taskbar. Tells core when the machine goes
 * to sleep or wakes up. Returns the function that ends the drawing and removes the tray icon.
 */
export function keepOutside({ app, window, words, setMenu, trayIcon, actions }: OutsideDeps): () => void {
  const tray = createTray(trayIcon, actions)
  const taskbar = createTaskbar(powerSaveBlocker)
  let timer: NodeJS.Timeout | null = null
  let shownWords: Words | null = null

  const draw = () => {
    timer = null
    const state = app.desktop.state()
    if (nativeTheme.themeSource !== state.settings.theme) nativeTheme.themeSource = state.settings.theme
    const currentWords = words()
    if (currentWords !== shownWords) setMenu(currentWords)
    shownWords = currentWords
    tray.update(state, currentWords)
    taskbar(state.work, window.current())
  }
  draw()
  const unsubscribe = app.desktop.onChange(() => (timer ??= setTimeout(draw, drawEveryMs)))
  powerMonitor.on('suspend', () => app.setAwake(false))
  powerMonitor.on('resume', () => app.setAwake(true))
  return () => {
    unsubscribe()
    if (timer) clearTimeout(timer)
    tray.close()
  }
}
