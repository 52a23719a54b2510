import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app as electron, autoUpdater, dialog, ipcMain, Menu, powerMonitor, protocol, session, shell } from 'electron'
import { createApp, type App } from '../core/app.ts'
import { linkScheme } from '../shared/links.ts'
import type { Location } from '../shared/model/location.ts'
import type { ShellOptions } from '../shell/options.ts'
import { callApp } from '../shell/call-app.ts'
import { startDemo } from '../shell/demo.ts'
import { pathsFrom } from '../shell/paths.ts'
import { createPorts } from '../shell/ports.ts'
import { createAsk, type Ask } from './dialogs.ts'
import { desktopLanguages, giveUp } from './give-up.ts'
import { createIpcHost } from './ipc-host.ts'
import type { LinkInbox } from './links.ts'
import { menuTemplate, type MenuActions } from './menu.ts'
import { createNotifier } from './notifications.ts'
import { keepOutside } from './outside.ts'
import { servePage } from './protocol.ts'
import { guardQuit, type QuitGuard } from './quit.ts'
import { recoverPage } from './recovery.ts'
import { secureSession } from './security.ts'
import { createUpdates } from './updates.ts'
import { createMainWindow, type MainWindow } from './window.ts'
import { fill, wordsIn, type Words } from './words.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Opens a folder of Wisdeck in the file manager. Rejects if that fails: openPath only resolves with a text. */
async function openFolder(path: string): Promise<void> {
  const fault = await shell.openPath(path)
  if (fault !== '') throw new Error(fault)
}

/**
 * Writes core's report to a file that the user chooses. A new file is readable by its owner alone; an existing one
 * keeps its permissions. Rejects if that fails.
 */
async function saveDiagnostics(app: App): Promise<void> {
  const { fileName, text } = await callApp(app, 'app.diagnostics', {})
  const { canceled, filePath } = await dialog.showSaveDialog({
    defaultPath: join(electron.getPath('downloads'), fileName),
  })
  if (!canceled && filePath !== '') await writeFile(filePath, text, { mode: 0o600 })
}

/** Closes core before the process ends, so that the ledger and the log are complete. */
function closeBeforeQuit(app: App, endShell: () => void): void {
  electron.once('will-quit', (event) => {
    event.preventDefault()
    endShell()
    app.close().then(
      () => electron.exit(0),
      () => electron.exit(1),
    )
  })
}

/** A second start and every link show the first start's window. On macOS the app keeps running without a window. */
function keepOneWindow(go: (location?: Location) => void, links: LinkInbox): void {
  electron.on('activate', () => go())
  electron.on('window-all-closed', () => {
    if (process.platform !== 'darwin') electron.quit()
  })
  if (electron.isPackaged) electron.setAsDefaultProtocolClient(linkScheme)
  links.listen(go)
}

function guardWork(app: App, words: () => Words, ask: Ask): QuitGuard {
  const question = () => {
    const { quit } = words()
    return {
      title: quit.title,
      text: fill(quit.text, app.desktop.state().work ?? {}),
      buttons: [quit.stay, quit.leave],
    }
  }
  const guard = guardQuit({
    app: electron,
    power: powerMonitor,
    updater: autoUpdater,
    working: () => app.desktop.state().work !== null,
    ask: async () => (await ask(question())) === 1,
  })
  // A signal is sent on purpose, so quit without asking.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.prependListener(signal, guard.agree)
  return guard
}

/** Sets up updates of an installed app. Without an installer's app-update.yml there is nowhere to look for updates. */
function keepUpdated(app: App, words: () => Words, ask: Ask) {
  const updates = createUpdates({
    async load() {
      if (!electron.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null
      const { default: updater } = await import('electron-updater')
      return updater.autoUpdater
    },
    version: electron.getVersion(),
    words,
    ask,
    working: () => app.desktop.state().work !== null,
    backUp: app.backUp,
  })
  const checkForUpdates = () => void (app.desktop.state().settings.lookForUpdates && updates.check(false))
  checkForUpdates()
  setInterval(checkForUpdates, dayMs).unref()
  return updates
}

/** Returns a function that shows why an item of the menu failed. */
function showFailure(title: () => string): (thrown: unknown) => void {
  return (thrown) => dialog.showErrorBox(title(), thrown instanceof Error ? thrown.message : String(thrown))
}

function setMenu(words: Words, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(words, process.platform, electron.isPackaged, actions)))
}

/**
 * Joins core, the page and the window. Runs once, after `ready`. Rejects if the data folder cannot be used, the demo
 * fleet cannot start or the page cannot be loaded.
 */
export async function boot({ dataDir, demo, fleet }: ShellOptions, entryFile: string, links: LinkInbox): Promise<void> {
  const { rendererDir, preloadFile, fleetFile, iconsDir } = pathsFrom(entryFile)
  secureSession(session.defaultSession)
  servePage(protocol, rendererDir)

  const words = () => wordsIn(app.desktop.state().settings.language, desktopLanguages())
  const go = (location?: Location) => void window.show(location).catch((thrown) => giveUp(thrown, words()))
  const ask = createAsk(dialog, () => window.current())
  const desktop = { ...createNotifier(words, go), openFolder }
  const app = await createApp({ ports: createPorts({ dataDir, fleetFile, desktop }), dataDir })
  const host = createIpcHost(ipcMain, app)
  const guard = guardWork(app, words, ask)

  const window: MainWindow = createMainWindow({
    preloadFile,
    stateFile: join(dataDir, 'window.json'),
    navigate: app.navigate,
    onCreated(made) {
      host.admit(made.webContents)
      recoverPage(made, { words, ask, quit: () => electron.quit(), nowMs: Date.now })
    },
    onClose() {
      if (guard.leaving || (process.platform === 'darwin' && !app.desktop.state().settings.tray)) return 'close'
      if (app.desktop.state().settings.tray) return 'hide'
      // Quit after this event has ended: quitting closes the window, which emits the event again.
      setImmediate(() => electron.quit())
      return 'stay'
    },
  })
  const actions = { show: () => go(), go, quit: () => electron.quit() }
  // On macOS the system colours a template image as its menu bar needs it.
  const trayIcon = join(iconsDir, process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png')
  const updates = keepUpdated(app, words, ask)
  const menuActions = {
    go,
    openDataFolder: () => void openFolder(dataDir).catch(showFailure(() => words().folder.failed)),
    saveDiagnostics: () => void saveDiagnostics(app).catch(showFailure(() => words().diagnostics.failed)),
    checkForUpdates: () => void updates.check(true),
  }
  const endOutside = keepOutside({
    app,
    window,
    words,
    setMenu: (newWords) => setMenu(newWords, menuActions),
    trayIcon,
    actions,
  })
  closeBeforeQuit(app, () => {
    endOutside()
    host.close()
  })

  // If the fleet fails to start, boot rejects and Wisdeck gives up.
  if (demo) await startDemo(app, fleet)
  await window.show(links.take())
  keepOneWindow(go, links)
}
