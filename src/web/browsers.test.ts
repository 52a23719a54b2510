import { expect, it } from 'vitest'
import { findBrowser, hasDisplay } from './browsers.ts'

it('returns the first browser on PATH in the order of names', () => {
  const there = new Set([`/opt/bin/google-chrome`, `/usr/bin/chromium`])
  expect(findBrowser('linux', { PATH: '/opt/bin:/usr/bin' }, (path) => there.has(path))).toBe('/usr/bin/chromium')
  there.delete('/usr/bin/chromium')
  expect(findBrowser('linux', { PATH: '/opt/bin:/usr/bin' }, (path) => there.has(path))).toBe('/opt/bin/google-chrome')
  expect(findBrowser('linux', { PATH: '' }, () => false)).toBeNull()
})

it('knows where macOS and Windows have their browsers', () => {
  const edge = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'
  expect(findBrowser('darwin', {}, (path) => path === edge)).toBe(edge)
  const chrome = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
  expect(findBrowser('win32', { ProgramFiles: 'C:\\Program Files' }, (path) => path === chrome)).toBe(chrome)
})

it('uses WISDECK_CHROMIUM first', () => {
  expect(findBrowser('linux', { WISDECK_CHROMIUM: '/x/chrome' }, () => false)).toBe('/x/chrome')
})

it('needs a display server on Linux only', () => {
  expect(hasDisplay('linux', {})).toBe(false)
  expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false)
  expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
  expect(hasDisplay('darwin', {})).toBe(true)
})
