import { EventEmitter } from 'node:events'
import type { App, BrowserWindow, Dialog, NativeTheme } from 'electron'
import { describe, expect, it } from 'vitest'
import { createChecked } from './checked.ts'
import { readElectronTypes } from './types.ts'

/** Tests the guard itself: it must refuse what Electron does not have, or has in another shape. */
const checked = createChecked(readElectronTypes())

class Window extends EventEmitter {
  readonly webContents = Object.assign(new EventEmitter(), {
    id: 1,
    invented: 1,
    setWindowOpenHandler: (handler: unknown) => void (this.handler = handler),
  })
  handler: unknown
  static getAllWindows = () => []
}
type Loose = Record<string, (...args: unknown[]) => unknown>
const app = checked(
  'app',
  Object.assign(new EventEmitter(), { quit: () => {}, setPath: () => {}, getPath: () => 7, getVersion: () => '1' }),
) as App
const loose = app as unknown as Loose
const Guarded = checked('BrowserWindow', Window) as new (options?: unknown) => BrowserWindow
const dialog = checked('dialog', { showMessageBox: async () => ({ response: '0' }) }) as Dialog
const nativeTheme = checked('nativeTheme', { themeSource: 'system', shouldUseDarkColors: false }) as NativeTheme

describe('refuses', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['a module that is not there', () => checked('remote', {}), /remote/],
    ['a method that is not there', () => loose['setBadgeNumber']?.(1), /app\.setBadgeNumber/],
    ['a method the stand-in does not play', () => app.focus(), /does not play app\.focus/],
    ['too few arguments', () => loose['setPath']?.('userData'), /takes 2 arguments at least/],
    ['too many arguments', () => loose['quit']?.(1), /takes 0 arguments at most/],
    ['an argument of another type', () => loose['setPath']?.('userData', 5), /argument 2: 5 is no string/],
    ['an event that is not there', () => loose['on']?.('before-quitting', () => {}), /before-quitting/],
    ['a listener that is no function', () => loose['on']?.('before-quit', 'x'), /on\(string, string\)/],
    [
      'an option that is not there',
      () => new Guarded({ webPreferences: { sandboxed: true } }),
      /webPreferences: WebPreferences has no sandboxed/,
    ],
    ['an option of another type', () => new Guarded({ width: '5' }), /width/],
    [
      'a static method that is not there',
      () => (Guarded as unknown as Loose)['getEveryWindow']?.(),
      /BrowserWindow\.getEveryWindow/,
    ],
    [
      'a field of an object that came out of another',
      () => (new Guarded().webContents as unknown as Loose)['invented'],
      /webContents\.invented/,
    ],
    ['a value outside a union', () => ((nativeTheme as { themeSource: string }).themeSource = 'dusk'), /themeSource/],
    [
      'setting what is read-only',
      () => ((nativeTheme as { shouldUseDarkColors: boolean }).shouldUseDarkColors = true),
      /cannot be set/,
    ],
    ['a stand-in that answers wrongly', () => app.getPath('home'), /answer of app\.getPath: 7 is no string/],
  ])('%s', (_name, act, reason) => {
    expect(act).toThrow(reason)
  })

  it('a stand-in that resolves with a wrong value', async () => {
    await expect(dialog.showMessageBox({ message: 'x' })).rejects.toThrow(/response: "0" is no number/)
  })

  it('an answer of a callback that Electron does not accept', () => {
    const raw = new Window()
    const window = checked(
      'BrowserWindow',
      class {
        constructor() {
          return raw
        }
      },
    ) as new () => BrowserWindow
    new window().webContents.setWindowOpenHandler(() => ({ action: 'perhaps' }) as unknown as { action: 'deny' })
    expect(() => (raw.handler as () => unknown)()).toThrow(/answer of .*setWindowOpenHandler: action: "perhaps"/)
  })
})

it('allows what Electron has', () => {
  app.setPath('userData', '/x')
  app.on('before-quit', (event) => event.preventDefault())
  expect(new Guarded({ width: 5, webPreferences: { sandbox: true } }).webContents.id).toBe(1)
  nativeTheme.themeSource = 'dark'
  expect(nativeTheme.themeSource).toBe('dark')
})

it('guards the arguments of a listener', () => {
  const raw = new EventEmitter()
  const guarded = checked('app', raw) as App
  let seen: unknown = null
  guarded.on('before-quit', (event) => {
    event.preventDefault()
    seen = () => (event as unknown as Loose)['stop']
  })
  let prevented = false
  raw.emit('before-quit', { preventDefault: () => (prevented = true) })
  expect(prevented).toBe(true)
  expect(seen).toThrow(/argument 1\.stop/)
})
