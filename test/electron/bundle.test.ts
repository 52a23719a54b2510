import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { built, runPlay } from './run-play.ts'

/** The built Electron shell, booted on a stand-in for the electron module: the test runs the code that ships. */
interface Report {
  readonly [part: string]: unknown
  readonly order: readonly string[]
  readonly page: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string }
}

let folder: string
let report: Report

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-electron-'))
  report = await runPlay<Report>('play.ts', folder, '--started-again=wisdeck://servers/web-1')
}, 100_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('before ready', () => {
  it('sets up the sandbox, the folder, the scheme and the lock, in that order', () => {
    expect(report.order).toEqual([
      'enableSandbox',
      'setPath userData',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
      'ready',
      'spell checker false',
    ])
    expect(report['schemes']).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
  })
})

describe('the window', () => {
  it('opens at the link of a second start that came before the window', () => {
    expect(report['openedAt']).toBe('app://wisdeck/#/servers?server=web-1')
  })

  it('is a single one, with all restrictions', () => {
    expect(report['windows']).toBe(1)
    expect(report['errorBoxes']).toEqual([])
    expect(report['webPreferences']).toEqual({
      preload: built.preload,
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
    expect(report.page.text).toBe(readFileSync(built.page, 'utf8'))
    expect(report.page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'none'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })

  it('loads no file outside the page', () => {
    expect(report['files']).toEqual({ missing: 404, climbing: 404, backslash: 404, otherHost: 404, post: 404 })
  })
})

describe('the transport', () => {
  it('answers the app’s own page', () => {
    expect(report['calls']).toMatchObject({
      trusted: { ok: true, value: { dataDir: folder } },
      unknownMethod: { ok: false, error: { code: 'method.unknown' } },
      prototypeName: { ok: false, error: { code: 'method.unknown' } },
      notJson: { ok: false, error: { code: 'input.invalid' } },
      notText: { ok: false, error: { code: 'input.invalid' } },
    })
  })

  it('rejects all other callers with an error', () => {
    expect(report['calls']).toMatchObject({
      unknownWindow: 'Error: Call refused: unknown window',
      noFrame: 'Error: Call refused: no frame',
      childFrame: 'Error: Call refused: not the main frame',
      wrongOrigin: 'Error: Call refused: foreign origin',
    })
  })

  it('sends events to the page', () => {
    expect(report['sent']).toContainEqual(expect.stringMatching(/^wisdeck:event \{"event":"settings\.changed"/))
  })
})

describe('the page', () => {
  it('may load only its own files', () => {
    expect(report['requests']).toEqual({
      own: { cancel: false },
      web: { cancel: true },
      file: { cancel: true },
      alike: { cancel: true },
    })
  })

  it('may save files that it has made itself, and download nothing', () => {
    expect(report['downloads']).toEqual({ own: true, web: false, alike: false })
  })

  it('has a single permission: writing to the clipboard', () => {
    expect(report['permissions']).toEqual({
      clipboardWrite: true,
      clipboardWriteElsewhere: false,
      clipboardRead: false,
      media: false,
      check: false,
      device: false,
    })
  })

  it('may reload and navigate nowhere else', () => {
    expect(report['navigation']).toEqual({ reload: true, away: false, frame: false, redirect: false, webview: false })
  })

  it('opens no window; plain https links go to the browser', () => {
    expect(report['opened']).toEqual(['deny', 'deny', 'deny', 'deny', 'deny'])
    expect(report['externals']).toEqual(['https://panel.example/'])
  })
})

it('lets an installer quit at once if no run is at work, tray or not, and closes core before the end', () => {
  expect(report['questions']).toEqual([])
  expect(report['exits']).toEqual([0])
  expect(report['handlersLeft']).toBe(0)
})
