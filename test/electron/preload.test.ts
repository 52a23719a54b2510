import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createChecked } from './checked.ts'
import { built } from './run-play.ts'
import { readElectronTypes } from './types.ts'

/** Runs the built preload in a context that has just what a sandboxed preload has (Electron docs: tutorial/sandbox). */
const source = readFileSync(built.preload, 'utf8')

interface Exposed {
  readonly call: (name: string, json: string) => unknown
  readonly subscribe: (callback: (json: string) => void) => () => void
}

it('is one CommonJS file that requires only electron', () => {
  const required = [...source.matchAll(/\brequire\(\s*(["'`])(.*?)\1\s*\)/g)].map((match) => match[2])
  expect(required).toEqual(['electron'])
  expect(source).not.toMatch(/^\s*(import|export)\b/m)
  expect(source).not.toMatch(/\bimport\s*\(/)
})

it('exposes two functions that carry text, checked against electron.d.ts', async () => {
  const checked = createChecked(readElectronTypes())
  const exposed: Record<string, Exposed> = {}
  const transport = Object.assign(new EventEmitter(), { invoke: async (...args: unknown[]) => args })
  const electron = {
    contextBridge: checked('contextBridge', {
      exposeInMainWorld: (name: string, api: Exposed) => void (exposed[name] = api),
    }),
    ipcRenderer: checked('ipcRenderer', transport),
  }
  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}`)
    return electron
  }
  const { setImmediate, clearImmediate } = globalThis
  const process = { platform: 'linux', versions: {}, env: {}, sandboxed: true, contextIsolated: true, type: 'renderer' }
  runInContext(
    source,
    createContext({ require, process, Buffer, setImmediate, clearImmediate, module: { exports: {} }, exports: {} }),
  )

  expect(Object.keys(exposed)).toEqual(['wisdeck'])
  const api = exposed['wisdeck']
  expect(Object.keys(api ?? {}).sort()).toEqual(['call', 'subscribe'])
  expect(await api?.call('app.info', '{}')).toEqual(['wisdeck:call', 'app.info', '{}'])

  const received: unknown[][] = []
  const unsubscribe = api?.subscribe((...args) => received.push(args))
  transport.emit('wisdeck:event', { sender: 'never shown to the page' }, '{"event":"x"}')
  expect(received).toEqual([['{"event":"x"}']])
  unsubscribe?.()
  expect(transport.listenerCount('wisdeck:event')).toBe(0)
}, 60_000)
