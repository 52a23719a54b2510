import { createChecked } from './checked.ts'
import * as standIn from './stand-in.ts'
import { readElectronTypes } from './types.ts'

/** The module `electron` for the bundle: the stand-in, checked against electron.d.ts. Importing another name fails. */
const checked = createChecked(readElectronTypes())
const play = <N extends keyof typeof standIn>(name: N) => checked(name, standIn[name])

export const app = play('app')
export const autoUpdater = play('autoUpdater')
export const BrowserWindow = play('BrowserWindow')
export const dialog = play('dialog')
export const ipcMain = play('ipcMain')
export const Menu = play('Menu')
export const nativeTheme = play('nativeTheme')
export const Notification = play('Notification')
export const powerMonitor = play('powerMonitor')
export const powerSaveBlocker = play('powerSaveBlocker')
export const protocol = play('protocol')
export const screen = play('screen')
export const session = play('session')
export const shell = play('shell')
export const Tray = play('Tray')
