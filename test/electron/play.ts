import * as electron from './stand-in.ts'

/**
 * Runs as a program of its own: `node --import register.ts play.ts <bundle>`. Boots the bundle under the stand-in,
 * plays the page, and prints what happened as one line of JSON for the test to judge.
 */
const bundle = process.argv[2]
if (bundle === undefined) throw new Error('Which bundle?')

/** How a call ended: its envelope, or the text of its rejection. */
async function call(sender: unknown, senderFrame: unknown, ...args: unknown[]): Promise<unknown> {
  const handler = electron.callHandlers.get('wisdeck:call')
  if (handler === undefined) return 'no handler'
  try {
    return JSON.parse(String(await handler({ sender, senderFrame }, ...args)))
  } catch (thrown) {
    return String(thrown)
  }
}

async function fetchPage(url: string, method = 'GET'): Promise<number | string> {
  const handler = electron.pageHandlers.get('app')
  return handler ? (await handler(new Request(url, { method }))).status : 'no handler'
}

/** Asks a rule of the session; a rule nobody set allows everything, as in Electron. */
function ask(rule: string, ...args: unknown[]): unknown {
  const handler = electron.sessionRules.get(rule) as ((...given: unknown[]) => unknown) | undefined
  return handler ? handler(...args) : 'no rule'
}

function askRequest(url: string): unknown {
  let answer: unknown = 'no answer'
  ask('onBeforeRequest', { url }, (given: unknown) => (answer = given))
  return answer
}

function askPermission(permission: string, requestingUrl: string): unknown {
  let answer: unknown = 'no answer'
  ask('permissionRequest', null, permission, (given: unknown) => (answer = given), { requestingUrl })
  return answer
}

/** Whether a navigation of the page would go through. */
function navigate(window: electron.BrowserWindow, event: string, details: object): boolean {
  let prevented = false
  window.webContents.emit(event, { ...details, preventDefault: () => (prevented = true) })
  return !prevented
}

await import(bundle)
electron.becomeReady()
const page = await electron.loaded
const [window] = electron.windows
if (window === undefined) throw new Error('No window')
const { webContents } = window
const { mainFrame } = webContents
const info = ['app.info', '{}'] as const

const report = {
  order: electron.order,
  schemes: electron.schemes,
  windows: electron.windows.length,
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
    trusted: await call(webContents, mainFrame, ...info),
    unknownMethod: await call(webContents, mainFrame, 'no.such', '{}'),
    prototypeName: await call(webContents, mainFrame, 'constructor', '{}'),
    notJson: await call(webContents, mainFrame, 'app.info', '{'),
    notText: await call(webContents, mainFrame, 'app.info', {}),
    unknownWindow: await call({ id: 99 }, mainFrame, ...info),
    noFrame: await call(webContents, null, ...info),
    childFrame: await call(webContents, { parent: mainFrame, origin: 'app://wisdeck' }, ...info),
    wrongOrigin: await call(webContents, { parent: null, origin: 'https://evil.example' }, ...info),
  },
  requests: {
    own: askRequest('app://wisdeck/assets/a.js'),
    web: askRequest('https://evil.example/'),
    file: askRequest('file:///etc/passwd'),
    alike: askRequest('app://wisdeck.evil/'),
  },
  permissions: {
    clipboardWrite: askPermission('clipboard-sanitized-write', 'app://wisdeck/'),
    clipboardWriteElsewhere: askPermission('clipboard-sanitized-write', 'https://evil.example/'),
    clipboardRead: askPermission('clipboard-read', 'app://wisdeck/'),
    media: askPermission('media', 'app://wisdeck/'),
    check: ask('permissionCheck', null, 'geolocation', 'app://wisdeck'),
    device: ask('devicePermission', {}),
  },
  navigation: {
    reload: navigate(window, 'will-frame-navigate', { url: 'app://wisdeck/#/servers', isMainFrame: true }),
    away: navigate(window, 'will-frame-navigate', { url: 'https://evil.example/', isMainFrame: true }),
    frame: navigate(window, 'will-frame-navigate', { url: 'app://wisdeck/', isMainFrame: false }),
    redirect: navigate(window, 'will-redirect', { url: 'https://evil.example/' }),
    webview: navigate(window, 'will-attach-webview', {}),
  },
  opened: ['https://panel.example/', 'http://panel.example/', 'file:///etc/passwd', 'https://user:pw@panel.example/', 'javascript:1'].map(
    (url) => webContents.openWindow(url).action,
  ),
  externals: electron.externals,
  sent: webContents.sent,
  errorBoxes: electron.errorBoxes,
}

// An event must reach the page: changing a setting makes one.
await call(webContents, mainFrame, 'settings.set', '{"theme":"dark"}')
const exited = new Promise<void>((resolve) => electron.app.once('test-exit', resolve))
electron.app.quit()
await exited
console.log(JSON.stringify({ ...report, exits: electron.exits, handlersLeft: electron.callHandlers.size }))
process.exit(0)
