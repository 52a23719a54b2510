import { FuseV1Options } from '@electron/fuses'
import { expect, it } from 'vitest'
import { fuses, isDebugged, pagePolicy } from './security.ts'

it('sets every fuse of the package by name', () => {
  const names = Object.keys(FuseV1Options).filter((key) => Number.isNaN(Number(key)))
  expect(Object.keys(fuses).toSorted()).toEqual(names.toSorted())
})

it('has a policy without inline code and without other origins', () => {
  const policy = pagePolicy['Content-Security-Policy'] ?? ''
  expect(policy).toMatch(/^default-src 'none'/)
  expect(policy).not.toMatch(/unsafe|https?:|\*|data:/)
})

it('refuses Chromium’s debugger in a packaged app only', () => {
  const app = (isPackaged: boolean, name: string) =>
    ({ isPackaged, commandLine: { hasSwitch: (asked: string) => asked === name } }) as never
  expect(isDebugged(app(true, 'remote-debugging-port'))).toBe(true)
  expect(isDebugged(app(true, 'remote-debugging-pipe'))).toBe(true)
  expect(isDebugged(app(false, 'remote-debugging-port'))).toBe(false)
  expect(isDebugged(app(true, 'lang'))).toBe(false)
})
