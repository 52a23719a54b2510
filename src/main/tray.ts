import { Menu, Tray, type MenuItemConstructorOptions } from 'electron'
import type { DesktopState } from '../core/desktop/desktop.ts'
import type { Location } from '../shared/model/location.ts'
import { trayLines, type TrayLines } from './tray-lines.ts'
import type { Words } from './words.ts'

export interface TrayActions {
  show(): void
  go(location: Location): void
  quit(): void
}

function template(
  { servers, more }: TrayLines,
  { tray, roles }: Words,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const lines = servers.map(({ id, label }) => ({
    label,
    click: () => actions.go({ screen: 'servers', query: { server: id } }),
  }))
  const rest = more === null ? [] : [{ label: more, click: () => actions.go({ screen: 'servers', query: {} }) }]
  return [
    { label: tray.show, click: actions.show },
    { type: 'separator' },
    ...(lines.length > 0 ? [...lines, ...rest] : [{ label: tray.none, enabled: false }]),
    { type: 'separator' },
    { label: roles.quit, click: actions.quit },
  ]
}

/** Manages the icon in the notification area. `icon` is a PNG, on macOS a template image, which the system colours. */
export function createTray(icon: string, actions: TrayActions) {
  let tray: Tray | null = null
  let shownContent = ''
  const close = () => {
    tray?.destroy()
    tray = null
    shownContent = ''
  }
  const open = () => {
    const made = new Tray(icon)
    made.on('click', actions.show)
    return made
  }
  return {
    /** Shows, changes or removes the icon, according to the settings. */
    update(state: DesktopState, words: Words) {
      if (!state.settings.tray) return close()
      tray ??= open()
      // Replacing the menu closes it if it is open, so replace it only if its text has changed.
      const lines = trayLines(state, words)
      const items = template(lines, words, actions)
      const content = JSON.stringify([lines, items])
      if (content === shownContent) return
      shownContent = content
      tray.setToolTip(lines.tooltip)
      tray.setContextMenu(Menu.buildFromTemplate(items))
    },
    close,
  }
}
