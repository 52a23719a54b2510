import { call, callFrom, finish, frames, page, webContents, window } from './boot.ts'
import * as electron from './stand-in.ts'

/** Plays a page, its frames and its requests that try to leave the page's limits. See boot.ts for how it is started. */
async function fetchPage(url: string, method = 'GET'): Promise<number | string> {
  const handler = electron.pageHandlers.get('app')
  return handler ? (await handler(new Request(url, { method }))).status : 'no handler'
}

/** Asks a rule of the session. A rule that is not set allows everything, as in Electron. */
function ask(rule: string, ...args: unknown[]): unknown {
  const handler = electron.sessionRules.get(rule) as ((...args: unknown[]) => unknown) | undefined
  return handler ? handler(...args) : 'no rule'
}

function askRequest(url: string): unknown {
  let answer: unknown = 'no answer'
  ask('onBeforeRequest', { url }, (response: unknown) => (answer = response))
  return answer
}

function askPermission(permission: string, requestingUrl: string): unknown {
  let answer: unknown = 'no answer'
  ask('permissionRequest', null, permission, (response: unknown) => (answer = response), { requestingUrl })
  return answer
}

/** Tells whether the action that this event announces would be allowed. */
function isAllowed(
  emitter: { emit(event: string, ...args: unknown[]): boolean },
  event: string,
  details: object,
  ...rest: unknown[]
): boolean {
  let prevented = false
  emitter.emit(event, { ...details, preventDefault: () => (prevented = true) }, ...rest)
  return !prevented
}
const navigate = (event: string, details: object) => isAllowed(webContents, event, details)
const download = (url: string) =>
  isAllowed(electron.session.defaultSession, 'will-download', {}, { getURL: () => url }, webContents)

const { mainFrame } = webContents
const info = ['app.info', '{}'] as const
const report = {
  order: electron.order,
  schemes: electron.schemes,
  windows: electron.windows.length,
  openedAt: window.url,
  webPreferences: window.options.webPreferences,
  page: { status: page.status, headers: Object.fromEntries(page.headers), text: await page.text() },
  files: {
    missing: await fetchPage('app://wisdeck/nowhere.js'),
    climbing: await fetchPage('app://wisdeck/%2e%2e%2fmain/index.js'),
    backslash: await fetchPage('app://wisdeck/..%5cmain%5cindex.js'),
    otherHost: await fetchPage('app://elsewhere/'),
    post: await fetchPage('app://wisdeck/', 'POST'),
  },
  calls: {
    trusted: await call('app.info'),
    unknownMethod: await call('no.such'),
    prototypeName: await call('constructor'),
    notJson: await callFrom(webContents, mainFrame, 'app.info', '{'),
    notText: await callFrom(webContents, mainFrame, 'app.info', {}),
    unknownWindow: await callFrom({ id: 99 }, mainFrame, ...info),
    noFrame: await callFrom(webContents, null, ...info),
    childFrame: await callFrom(webContents, frames.childFrame, ...info),
    wrongOrigin: await callFrom(webContents, frames.wrongOrigin, ...info),
  },
  requests: {
    own: askRequest('app://wisdeck/assets/a.js'),
    web: askRequest('https://evil.example/'),
    file: askRequest('file:///etc/passwd'),
    alike: askRequest('app://wisdeck.evil/'),
  },
  downloads: {
    own: download('blob:app://wisdeck/1234'),
    web: download('https://evil.example/x.exe'),
    alike: download('blob:app://wisdeck.evil/1'),
  },
  permissions: {
    clipboardWrite: askPermission('clipboard-sanitized-write', 'app://wisdeck/'),
    clipboardWriteElsewhere: askPermission('clipboard-sanitized-write', 'https://evil.example/'),
    clipboardRead: askPermission('clipboard-read', 'app://wisdeck/'),
    media: askPermission('media', 'app://wisdeck/'),
    check: ask('permissionCheck', null, 'geolocation', 'app://wisdeck', {}),
    device: ask('devicePermission', {}),
  },
  navigation: {
    reload: navigate('will-frame-navigate', { url: 'app://wisdeck/#/servers', isMainFrame: true }),
    away: navigate('will-frame-navigate', { url: 'https://evil.example/', isMainFrame: true }),
    frame: navigate('will-frame-navigate', { url: 'app://wisdeck/', isMainFrame: false }),
    redirect: navigate('will-redirect', { url: 'https://evil.example/' }),
    webview: isAllowed(webContents, 'will-attach-webview', {}, {}, {}),
  },
  opened: [
    'https://panel.example/',
    'http://panel.example/',
    'file:///etc/passwd',
    'https://user:pw@panel.example/',
    'javascript:1',
  ].map((url) => webContents.openWindow(url).action),
  externals: electron.externals,
  sent: webContents.sent,
  errorBoxes: electron.errorBoxes,
}

// The page must receive an event: changing a setting sends one.
await call('settings.set', { theme: 'dark', tray: true })
await finish(
  () => ({ ...report, questions: electron.questions, exits: electron.exits, handlersLeft: electron.callHandlers.size }),
  // As electron-updater and Electron do for an installer: all windows are closed, and the app ends when no window is
  // left.
  () => {
    electron.autoUpdater.emit('before-quit-for-update')
    window.close()
    if (process.platform === 'darwin') electron.app.quit()
  },
)
