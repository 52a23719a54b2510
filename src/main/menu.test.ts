import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import type { Location } from '../shared/model/location.ts'
import { screenKeys, screenNames } from '../shared/screens.ts'
import { menuTemplate } from './menu.ts'
import { wordsIn } from './words.ts'

type Item = MenuItemConstructorOptions
const english = wordsIn('en', [])
const received: (Location | string)[] = []
const actions = {
  go: (location: Location) => void received.push(location),
  openDataFolder: () => void received.push('folder'),
  saveDiagnostics: () => void received.push('diagnostics'),
  checkForUpdates: () => void received.push('updates'),
}
const leaves = (items: readonly Item[]): readonly Item[] =>
  items.flatMap((item) => (Array.isArray(item.submenu) ? leaves(item.submenu as Item[]) : [item]))
const named = (items: readonly Item[]) => items.map((item) => item.role ?? item.label)

describe.each(['darwin', 'win32', 'linux'] as const)('on %s', (platform) => {
  const menu = menuTemplate(english, platform, true, actions)

  it('every item is the system’s own or has an effect', () => {
    for (const item of leaves(menu))
      expect(
        item.type === 'separator' || item.role !== undefined || item.click !== undefined,
        JSON.stringify(item),
      ).toBe(true)
    received.length = 0
    for (const item of leaves(menu)) (item.click as (() => void) | undefined)?.()
    expect(received).toHaveLength(screenNames.length + 6)
    expect(received).toEqual(
      expect.arrayContaining(['folder', 'diagnostics', 'updates', { screen: 'settings', query: {} }]),
    )
  })

  it.each(['en', 'vi'] as const)('names every item in the app’s own words: %s', (language) => {
    const words = wordsIn(language, [])
    const every = (items: readonly Item[]): readonly Item[] =>
      items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? every(item.submenu as Item[]) : [])])
    const said = new Set(Object.values<string>({ ...words.screens, ...words.menu, ...words.roles }))
    // macOS puts the name of the app over its own menu.
    const items = every(menuTemplate(words, platform, false, actions)).filter(
      (item) => item.type !== 'separator' && item.role !== 'appMenu',
    )
    expect(items.filter((item) => !said.has(item.label ?? ''))).toEqual([])
  })

  it('opens every screen, each by its own keys', () => {
    const opened = leaves(menu).flatMap(({ click, accelerator }) => {
      received.length = 0
      ;(click as (() => void) | undefined)?.()
      const [location] = received
      return typeof location === 'object' && Object.keys(location.query).length === 0
        ? [[location.screen, accelerator]]
        : []
    })
    const wanted = screenNames.map((name) => [name, screenKeys[name]?.replace('Mod', 'CmdOrCtrl')])
    expect(opened.toSorted()).toEqual(wanted.toSorted())
  })

  it('no key is used twice', () => {
    const keys = leaves(menu).flatMap((item) => (item.accelerator ? [item.accelerator] : []))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has no item that reloads the page or opens the developer tools', () => {
    const roles = leaves(menu).map((item) => item.role)
    for (const role of ['reload', 'forceReload', 'toggleDevTools']) expect(roles).not.toContain(role)
  })
})

it('has Settings, About and Quit where macOS has them', () => {
  const [app, file, edit] = menuTemplate(english, 'darwin', true, actions)
  expect(app?.role).toBe('appMenu')
  expect(named(app?.submenu as Item[])).toEqual(
    expect.arrayContaining(['about', 'Settings…', 'services', 'hide', 'quit']),
  )
  expect(named(file?.submenu as Item[])).toEqual(['Add server…', 'Import servers…', undefined, 'close'])
  expect(named(edit?.submenu as Item[])).toEqual(['undo', 'redo', undefined, 'cut', 'copy', 'paste', 'selectAll'])
})

it('has them under File and Help on other systems, and leaves the editing keys to the page', () => {
  const [file, edit] = menuTemplate(english, 'linux', true, actions)
  expect(named(file?.submenu as Item[])).toEqual([
    'Add server…',
    'Import servers…',
    undefined,
    'Settings…',
    undefined,
    'quit',
  ])
  expect((edit?.submenu as Item[]).every((item) => item.registerAccelerator === false)).toBe(true)
})

it('has the developer tools in a build that is not packaged', () => {
  expect(leaves(menuTemplate(english, 'linux', false, actions)).some((item) => item.role === 'toggleDevTools')).toBe(
    true,
  )
})
