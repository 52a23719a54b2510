import { expect, it } from 'vitest'
import { defaultDataDir, readShellOptions, wholeNumber } from './options.ts'

it('keeps data where each system expects it', () => {
  expect(defaultDataDir('linux', {}, '/home/a')).toBe('/home/a/.local/share/wisdeck')
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '/data' }, '/home/a')).toBe('/data/wisdeck')
  expect(defaultDataDir('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Application Support/Wisdeck')
  expect(defaultDataDir('win32', { APPDATA: '/roaming' }, '/a')).toBe('/roaming/Wisdeck')
})

it('reads the size of the fleet', () => {
  const options = readShellOptions({ 'data-dir': '/d', demo: true, panels: '3', seed: '0' }, 'linux', {})
  expect(options).toEqual({ dataDir: '/d', demo: true, fleet: { panels: 3, accounts: 24, jobs: 10, seed: 0 } })
})

it.each(['0', '501', '-1', '1.5', 'many', '', true])('refuses %j as a number of panels', (panels) => {
  expect(() => readShellOptions({ panels }, 'linux', {})).toThrow(/--panels takes a whole number from 1 to 500/)
})

it('uses the default only if the flag is absent', () => {
  expect(wholeNumber({}, 'port', 7, 0, 9)).toBe(7)
  expect(wholeNumber({ port: '0' }, 'port', 7, 0, 9)).toBe(0)
})
