import { isDeepStrictEqual } from 'node:util'
import { built } from '../electron/run-play.ts'
import type { Finding } from './audit.ts'

/** What the built shell must report when it is played (test/electron/play.ts), by part of the report. */
const expected: Readonly<Record<string, unknown>> = {
  webPreferences: {
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
  },
  files: { missing: 404, climbing: 404, backslash: 404, otherHost: 404, post: 404 },
  requests: { own: { cancel: false }, web: { cancel: true }, file: { cancel: true }, alike: { cancel: true } },
  downloads: { own: true, web: false, alike: false },
  permissions: {
    clipboardWrite: true,
    clipboardWriteElsewhere: false,
    clipboardRead: false,
    media: false,
    check: false,
    device: false,
  },
  navigation: { reload: true, away: false, frame: false, redirect: false, webview: false },
  opened: ['deny', 'deny', 'deny', 'deny', 'deny'],
  externals: ['https://panel.example/'],
}

const refused: Readonly<Record<string, string>> = {
  unknownWindow: 'Error: Call refused: unknown window',
  noFrame: 'Error: Call refused: no frame',
  childFrame: 'Error: Call refused: not the main frame',
  wrongOrigin: 'Error: Call refused: foreign origin',
}

/** Matches a policy that allows inline code, code from text, or other origins than the app's own. */
const loosePolicy = /unsafe-|https?:|wss?:|data:|blob:|\*/

export function checkBehaviour(played: Readonly<Record<string, unknown>>): readonly Finding[] {
  const parts = Object.entries(expected).flatMap(([part, wanted]) =>
    isDeepStrictEqual(played[part], wanted) ? [] : [{ id: `shell-${part}`, what: JSON.stringify(played[part]) }],
  )
  const calls = played['calls'] as Readonly<Record<string, unknown>>
  const senders = Object.entries(refused).flatMap(([sender, reason]) =>
    calls[sender] === reason ? [] : [{ id: 'sender', what: `${sender}: ${JSON.stringify(calls[sender])}` }],
  )
  const { headers } = played['page'] as { headers: Readonly<Record<string, string>> }
  const policy = headers['content-security-policy'] ?? ''
  const isStrict = policy.startsWith("default-src 'none'") && !loosePolicy.test(policy)
  return [...parts, ...senders, ...(isStrict ? [] : [{ id: 'csp', what: policy }])]
}
