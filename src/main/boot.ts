import { join } from 'node:path'
import { app as electron, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron'
import { createApp, type App } from '../core/app.ts'
import { AppError } from '../shared/errors.ts'
import type { ShellOptions } from '../shell/options.ts'
import { startDemo } from '../shell/demo.ts'
import { placesFrom } from '../shell/places.ts'
import { createPorts } from '../shell/ports.ts'
import { createIpcHost, type IpcHost } from './ipc-host.ts'
import { menuTemplate } from './menu.ts'
import { servePage } from './protocol.ts'
import { secureSession } from './security.ts'
import { openMainWindow } from './window.ts'

/** Closes core before the process ends, so that the ledger and the log are whole. */
function closeBeforeQuit(app: App, host: IpcHost): void {
  electron.once('will-quit', (event) => {
    event.preventDefault()
    host.close()
    app.close().then(
      () => electron.exit(0),
      () => electron.exit(1),
    )
  })
}

/** A second start shows the window of the first; on macOS the app lives on without one. */
function keepOneWindow(open: () => void): void {
  const show = () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window === undefined) return open()
    if (window.isMinimized()) window.restore()
    window.focus()
  }
  electron.on('second-instance', show)
  electron.on('activate', show)
  electron.on('window-all-closed', () => {
    if (process.platform !== 'darwin') electron.quit()
  })
}

/** How Wisdeck ends when it gave up by itself, for whoever started it: sysexits' EX_SOFTWARE. Electron ends with others. */
const gaveUpCode = 70

/** Tells why Wisdeck cannot go on and ends it. */
export function giveUp(thrown: unknown): void {
  dialog.showErrorBox('Wisdeck could not start', thrown instanceof AppError ? `${thrown.code}: ${thrown.message}` : String(thrown))
  electron.exit(gaveUpCode)
}

/** Joins core, the page and the window. Runs once, after `ready`. Rejects where the data folder cannot be had. */
export async function boot({ dataDir, demo, fleet }: ShellOptions, entryFile: string): Promise<void> {
  const { rendererDir, preloadFile, fleetFile } = placesFrom(entryFile)
  secureSession(session.defaultSession)
  servePage(protocol, rendererDir)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, electron.isPackaged)))

  const app = await createApp({ ports: createPorts({ dataDir, fleetFile }), dataDir })
  const host = createIpcHost(ipcMain, app)
  closeBeforeQuit(app, host)
  // A fleet that fails to start leaves an empty desk, whose first page offers to try again.
  if (demo) await startDemo(app, fleet)

  const open = () =>
    openMainWindow({ preloadFile, stateFile: join(dataDir, 'window.json'), onCreated: (window) => host.admit(window.webContents) })
  keepOneWindow(() => void open().catch(giveUp))
  await open()
}
