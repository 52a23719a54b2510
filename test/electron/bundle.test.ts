import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** The built Electron shell, booted under a stand-in of the electron module: what ships is what is tested. */
const root = join(import.meta.dirname, '../..')
const bundle = join(root, 'out/main/index.js')
const preload = join(root, 'out/preload/index.cjs')

interface Report {
  readonly [part: string]: unknown
  readonly order: readonly string[]
  readonly page: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string }
}

let folder: string
let report: Report

beforeAll(async () => {
  if (!existsSync(bundle)) throw new Error('Nothing is built: run `npm run build` first')
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-electron-'))
  const args = ['--import', join(import.meta.dirname, 'register.ts'), join(import.meta.dirname, 'play.ts'), bundle, `--data-dir=${folder}`]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 })
  report = JSON.parse(stdout) as Report
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('before ready', () => {
  it('has the sandbox, the folder, the scheme and the lock, in that order', () => {
    expect(report.order).toEqual(['enableSandbox', 'setPath userData', 'registerSchemesAsPrivileged', 'requestSingleInstanceLock', 'ready'])
    expect(report['schemes']).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
  })
})

describe('the window', () => {
  it('is one, locked down', () => {
    expect(report['windows']).toBe(1)
    expect(report['errorBoxes']).toEqual([])
    expect(report['webPreferences']).toEqual({
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
    })
  })

  it('loads the built page with its content policy', () => {
    expect(report.page.status).toBe(200)
    expect(report.page.text).toBe(readFileSync(join(root, 'out/renderer/index.html'), 'utf8'))
    expect(report.page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'none'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })

  it('finds no file outside the page', () => {
    expect(report['files']).toEqual({ missing: 404, climbing: 404, backslash: 404, otherHost: 404, post: 404 })
  })
})

describe('the wire', () => {
  it('answers our own page', () => {
    expect(report['calls']).toMatchObject({
      trusted: { ok: true, value: { dataDir: folder } },
      unknownMethod: { ok: false, error: { code: 'method.unknown' } },
      prototypeName: { ok: false, error: { code: 'method.unknown' } },
      notJson: { ok: false, error: { code: 'input.invalid' } },
      notText: { ok: false, error: { code: 'input.invalid' } },
    })
  })

  it('rejects everyone else, loudly', () => {
    expect(report['calls']).toMatchObject({
      unknownWindow: 'Error: Call refused: unknown window',
      noFrame: 'Error: Call refused: no frame',
      childFrame: 'Error: Call refused: not the main frame',
      wrongOrigin: 'Error: Call refused: foreign origin',
    })
  })

  it('tells the page of events', () => {
    expect(report['sent']).toContainEqual(expect.stringMatching(/^wisdeck:event \{"event":"settings\.changed"/))
  })
})

describe('the page stays in its place', () => {
  it('may load nothing but its own files', () => {
    expect(report['requests']).toEqual({ own: { cancel: false }, web: { cancel: true }, file: { cancel: true }, alike: { cancel: true } })
  })

  it('has one permission: writing to the clipboard', () => {
    expect(report['permissions']).toEqual({
      clipboardWrite: true,
      clipboardWriteElsewhere: false,
      clipboardRead: false,
      media: false,
      check: false,
      device: false,
    })
  })

  it('may reload and go nowhere else', () => {
    expect(report['navigation']).toEqual({ reload: true, away: false, frame: false, redirect: false, webview: false })
  })

  it('opens no window; plain https links go to the browser', () => {
    expect(report['opened']).toEqual(['deny', 'deny', 'deny', 'deny', 'deny'])
    expect(report['externals']).toEqual(['https://panel.example/'])
  })
})

it('closes core before it ends', () => {
  expect(report['exits']).toEqual([0])
  expect(report['handlersLeft']).toBe(0)
})

describe('the preload', () => {
  const source = () => readFileSync(preload, 'utf8')

  it('is one CommonJS file that requires nothing but electron', () => {
    const required = [...source().matchAll(/\brequire\(\s*(["'`])(.*?)\1\s*\)/g)].map((match) => match[2])
    expect(required).toEqual(['electron'])
    expect(source()).not.toMatch(/^\s*(import|export)\b/m)
    expect(source()).not.toMatch(/\bimport\s*\(/)
  })

  it('runs where there is nothing but require, and exposes two functions', async () => {
    const exposed: Record<string, { call: (name: string, json: string) => unknown; subscribe: (cb: (json: string) => void) => () => void }> = {}
    const listeners: ((event: object, json: string) => void)[] = []
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, api: (typeof exposed)[string]) => (exposed[name] = api) },
      ipcRenderer: {
        invoke: async (...args: unknown[]) => args,
        on: (_channel: string, listener: (typeof listeners)[number]) => listeners.push(listener),
        removeListener: (_channel: string, listener: (typeof listeners)[number]) => listeners.splice(listeners.indexOf(listener), 1),
      },
    }
    const require = (name: string) => {
      if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}`)
      return electron
    }
    runInContext(source(), createContext({ require }))
    expect(Object.keys(exposed)).toEqual(['wisdeck'])
    const api = exposed['wisdeck']
    expect(Object.keys(api ?? {}).sort()).toEqual(['call', 'subscribe'])
    expect(await api?.call('app.info', '{}')).toEqual(['wisdeck:call', 'app.info', '{}'])

    const heard: unknown[][] = []
    const unsubscribe = api?.subscribe((...args) => heard.push(args))
    listeners[0]?.({ sender: 'never shown to the page' }, '{"event":"x"}')
    expect(heard).toEqual([['{"event":"x"}']])
    unsubscribe?.()
    expect(listeners).toHaveLength(0)
  })
})
