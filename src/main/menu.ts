import type { MenuItemConstructorOptions } from 'electron'

/**
 * The smallest menu that leaves no system habit missing: zoom everywhere, and on macOS the menus every program has.
 * Nothing reloads the page: F5 and Ctrl/Cmd+Z belong to the page.
 */
export function menuTemplate(platform: NodeJS.Platform, packaged: boolean): MenuItemConstructorOptions[] {
  const mac: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }, { role: 'editMenu' }] : []
  const view: MenuItemConstructorOptions[] = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }]
  const developer: MenuItemConstructorOptions[] = packaged ? [] : [{ role: 'toggleDevTools' }]
  return [...mac, { label: 'View', submenu: [...view, ...developer] }, { role: 'windowMenu' }]
}
