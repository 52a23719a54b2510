import type { MenuItemConstructorOptions as Item } from 'electron'
import type { Place } from '../shared/model/place.ts'
import { words } from './words.ts'

/** What the items that are not the system's own do. */
export interface MenuActions {
  go(place: Place): void
  openDataFolder(): void
  saveDiagnostics(): void
  checkForUpdates(): void
}

const line: Item = { type: 'separator' }
const { menu } = words

/**
 * The application menu as each system expects it: on macOS the app's own menu first, elsewhere settings and quitting under File.
 * Nothing reloads the page: F5 and Ctrl/Cmd+Z belong to the page.
 */
export function menuTemplate(platform: NodeJS.Platform, packaged: boolean, actions: MenuActions): Item[] {
  const mac = platform === 'darwin'
  const go = (label: string, screen: Place['screen'], query: Place['query'] = {}): Item => ({ label, click: () => actions.go({ screen, query }) })
  const settings: Item = { ...go(menu.settings, 'settings'), accelerator: 'CmdOrCtrl+,' }
  const updates: Item = { label: menu.updates, click: actions.checkForUpdates }
  const about: Item = { role: 'about' }

  const app: Item[] = [
    about,
    updates,
    line,
    settings,
    line,
    { role: 'services' },
    line,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    line,
    { role: 'quit' },
  ]
  const file: Item[] = [
    { ...go(menu.addServer, 'servers', { do: 'add' }), accelerator: 'CmdOrCtrl+N' },
    go(menu.importServers, 'servers', { do: 'import' }),
    line,
    ...(mac ? [{ role: 'close' } as const] : [settings, line, { role: 'quit' } as const]),
  ]
  // Elsewhere than on macOS Chromium knows these keys by itself.
  const edit: Item[] = [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }]
  const screens: Item[] = [
    go(menu.overview, 'overview'),
    go(menu.servers, 'servers'),
    go(menu.ftp, 'ftp'),
    go(menu.cron, 'cron'),
    go(menu.runs, 'runs'),
    go(menu.activity, 'activity'),
  ]
  const numbered = screens.map((item, index) => ({ ...item, accelerator: `CmdOrCtrl+${index + 1}` }))
  const developer: Item[] = packaged ? [] : [line, { role: 'toggleDevTools' }]
  const view: Item[] = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, line, { role: 'togglefullscreen' }, ...developer]
  const help: Item[] = [
    go(menu.shortcuts, 'settings', { section: 'keys' }),
    line,
    { label: menu.dataFolder, click: actions.openDataFolder },
    { label: menu.diagnostics, click: actions.saveDiagnostics },
    ...(mac ? [] : [line, updates, about]),
  ]
  return [
    ...(mac ? [{ role: 'appMenu', submenu: app } as const] : []),
    { label: menu.file, submenu: file },
    mac ? { role: 'editMenu' } : { label: menu.edit, submenu: edit.map((item) => ({ ...item, registerAccelerator: false })) },
    { label: menu.go, submenu: numbered },
    { label: menu.view, submenu: view },
    { role: 'windowMenu' },
    { role: 'help', submenu: help },
  ]
}
