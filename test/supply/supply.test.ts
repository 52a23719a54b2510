import { expect, it } from 'vitest'
import { thirdPartyNotices } from '../../build/shipped.ts'
import { checkSupply, isCovered } from './supply.ts'

it('only known packages under known licences are used', () => {
  const { findings, shipped, packages } = checkSupply()
  expect(findings).toEqual([])
  expect(packages.outsideTheBundle).toBe(1)
  const names = shipped.map(({ name }) => name)
  // One package of each kind: the page, core, the demo fleet, the updater with its dependencies, the native module.
  for (const name of [
    'vue',
    'axios',
    'selfsigned',
    'electron-updater',
    'js-yaml',
    '@napi-rs/keyring',
    '@fontsource-variable/inter',
  ])
    expect(names).toContain(name)
  for (const name of ['vitest', 'eslint', 'electron-builder', 'typescript', 'prettier', '@electron/fuses'])
    expect(names).not.toContain(name)
})

it('the notice of every package that ships is included', () => {
  const { shipped } = checkSupply()
  const notices = thirdPartyNotices(shipped)
  for (const { name, version } of shipped) expect(notices).toContain(`${name} ${version} (`)
  expect(notices).toMatch(/Copyright/)
})

it('licence expressions are read', () => {
  const allowed = new Set(['MIT', 'ISC'])
  expect(isCovered('MIT', allowed)).toBe(true)
  expect(isCovered('(GPL-3.0 OR MIT)', allowed)).toBe(true)
  expect(isCovered('MIT AND GPL-3.0', allowed)).toBe(false)
  expect(isCovered('', allowed)).toBe(false)
})
