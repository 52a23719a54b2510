import { EventEmitter } from 'node:events'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Location } from '../shared/model/location.ts'
import { createMainWindow, type MainWindow } from './window.ts'

const made = vi.hoisted(
  (): { url: string; loaded: () => void; failed: (reason: Error) => void; emit(event: string): void }[] => [],
)
vi.mock('electron', () => ({
  nativeTheme: { shouldUseDarkColors: false },
  screen: { getAllDisplays: () => [] },
  BrowserWindow: class extends EventEmitter {
    isMinimized = () => false
    show = () => {}
    focus = () => {}
    loadURL = (url: string) =>
      new Promise<void>((loaded, failed) => {
        made.push({ url, loaded, failed, emit: (event) => void this.emit(event) })
      })
  },
}))

let window: MainWindow
let ledTo: Location[]
const settled = () => new Promise((resolve) => setImmediate(resolve))
const location = (screen: Location['screen']): Location => ({ screen, query: {} })

beforeEach(() => {
  made.splice(0)
  ledTo = []
  window = createMainWindow({
    preloadFile: '/preload.cjs',
    stateFile: '/nowhere/window.json',
    onCreated: () => {},
    onClose: () => 'close',
    navigate: (to) => void ledTo.push(to),
  })
})

it('opens at a location, and sends an open page to the next one', async () => {
  const shown = window.show(location('cron'))
  made[0]?.loaded()
  await shown
  await window.show(location('ftp'))
  await window.show()
  expect(made.map(({ url }) => url)).toEqual(['app://wisdeck/#/cron'])
  expect(ledTo).toEqual([location('ftp')])
})

it('sends a page that is still loading to its location once it is loaded', async () => {
  void window.show()
  void window.show(location('ftp'))
  await settled()
  expect(ledTo).toEqual([])
  made[0]?.loaded()
  await settled()
  expect(ledTo).toEqual([location('ftp')])
})

it('reports a page that cannot be loaded once, to the caller that opened it', async () => {
  const opened = window.show()
  const led = window.show(location('ftp'))
  made[0]?.failed(new Error('no file'))
  await expect(opened).rejects.toThrow('no file')
  await led
  expect(ledTo).toEqual([])
})
