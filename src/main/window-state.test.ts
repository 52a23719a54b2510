import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isReachable, loadWindowState, saveWindowState } from './window-state.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-window-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const state = { x: 10, y: 20, width: 900, height: 700, maximized: true }
const display = { x: 0, y: 0, width: 1920, height: 1080 }

it('restores a window', async () => {
  const path = join(folder, 'window.json')
  saveWindowState(path, state)
  expect(loadWindowState(path)).toEqual(state)
  expect(await readdir(folder)).toEqual(['window.json'])
})

it.each(['', 'null', '{"x":1}', '{"x":0,"y":0,"width":1e9,"height":700,"maximized":false}'])(
  'ignores %j',
  async (text) => {
    const path = join(folder, 'window.json')
    await writeFile(path, text)
    expect(loadWindowState(path)).toBeNull()
  },
)

it('lets the window close even if its state cannot be written', () => {
  expect(() => saveWindowState(join(folder, 'no', 'window.json'), state)).not.toThrow()
})

it('does not put a window where there is no display any more', () => {
  expect(isReachable(state, [display])).toBe(true)
  expect(isReachable({ ...state, x: 1900 }, [display])).toBe(false)
  expect(isReachable({ ...state, x: 1900 }, [display, { ...display, x: 1920 }])).toBe(true)
  expect(isReachable({ ...state, y: -200 }, [display])).toBe(false)
  expect(isReachable({ ...state, y: 1070 }, [display])).toBe(false)
})
