import type { MenuItemConstructorOptions as Item } from 'electron'
import type { Location } from '../shared/model/location.ts'
import { screenKeys, screenNames, type ScreenName } from '../shared/screens.ts'
import type { Words } from './words.ts'

/** The actions of the items that are not the system's own. */
export interface MenuActions {
  go(location: Location): void
  openDataFolder(): void
  saveDiagnostics(): void
  checkForUpdates(): void
}

const line: Item = { type: 'separator' }

/** Returns functions that make items: one of the system's own, one that leads to a location, one for a screen. */
function createItems(roles: Words['roles'], actions: MenuActions) {
  const own = (role: keyof typeof roles): Item => ({ role, label: roles[role] })
  const go = (label: string, screen: ScreenName, query: Location['query'] = {}): Item => ({
    label,
    click: () => actions.go({ screen, query }),
  })
  const openScreen = (name: ScreenName, label: string): Item => {
    const key = screenKeys[name]
    return { ...go(label, name), ...(key === null ? {} : { accelerator: key.replace('Mod', 'CmdOrCtrl') }) }
  }
  return { own, go, openScreen }
}

/**
 * Returns the application menu as each system expects it: on macOS the app's own menu comes first, elsewhere settings
 * and Quit are under File. No item reloads the page: F5 and Ctrl/Cmd+Z belong to the page. Electron names its own items
 * in English only, so each of them gets a label here.
 */
export function menuTemplate(
  { menu, roles, screens: titles }: Words,
  platform: NodeJS.Platform,
  packaged: boolean,
  actions: MenuActions,
): Item[] {
  const mac = platform === 'darwin'
  const { own, go, openScreen } = createItems(roles, actions)
  const settings = openScreen('settings', menu.settings)
  const updates: Item = { label: menu.updates, click: actions.checkForUpdates }
  const app: Item[] = [
    own('about'),
    updates,
    line,
    settings,
    line,
    own('services'),
    line,
    own('hide'),
    own('hideOthers'),
    own('unhide'),
    line,
    own('quit'),
  ]
  const file: Item[] = [
    { ...go(menu.addServer, 'servers', { do: 'add' }), accelerator: 'CmdOrCtrl+N' },
    go(menu.importServers, 'servers', { do: 'import' }),
    line,
    ...(mac ? [own('close')] : [settings, line, own('quit')]),
  ]
  const clipboard = [own('cut'), own('copy'), own('paste'), own('selectAll')]
  // Outside macOS, Chromium handles these keys by itself.
  const edit: Item[] = mac
    ? [own('undo'), own('redo'), line, ...clipboard]
    : clipboard.map((item) => ({ ...item, registerAccelerator: false }))
  // The settings have their own place in the menu of each system.
  const screens = screenNames.filter((name) => name !== 'settings').map((name) => openScreen(name, titles[name]))
  const developer: Item[] = packaged ? [] : [line, own('toggleDevTools')]
  const view: Item[] = [own('resetZoom'), own('zoomIn'), own('zoomOut'), line, own('togglefullscreen'), ...developer]
  const window: Item[] = [own('minimize'), ...(mac ? [own('zoom'), line, own('front')] : [own('close')])]
  const help: Item[] = [
    go(menu.shortcuts, 'settings', { section: 'keys' }),
    line,
    { label: menu.dataFolder, click: actions.openDataFolder },
    { label: menu.diagnostics, click: actions.saveDiagnostics },
    ...(mac ? [] : [line, updates, own('about')]),
  ]
  return [
    ...(mac ? [{ role: 'appMenu', submenu: app } as const] : []),
    { label: menu.file, submenu: file },
    { label: menu.edit, submenu: edit },
    { label: menu.go, submenu: screens },
    { label: menu.view, submenu: view },
    { ...own('windowMenu'), submenu: window },
    { ...own('help'), submenu: help },
  ]
}
