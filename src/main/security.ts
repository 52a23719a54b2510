import type { FuseV1Options } from '@electron/fuses'
import type { App as ElectronApp, IpcMainInvokeEvent, Session, Shell, WebContents, WebPreferences } from 'electron'
import { pageHeaders } from '../shell/page-files.ts'

/**
 * All restrictions of the page. Everything that is not allowed here is denied.
 * Each block names the items of Electron's security checklist that it fulfils (docs: tutorial/security), and every item
 * has a block. `npm run check:security` checks the built app for them. What checkers report nevertheless is answered at
 * the end, by the id of the finding.
 */

/** Items 1, 18: the page comes from a scheme of its own, never from file:// and never from the network. */
export const appScheme = 'app'
export const appHost = 'wisdeck'
export const appOrigin = `${appScheme}://${appHost}`

function isOwnPage(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`)
}

/**
 * Items 2, 3, 4, 6, 8, 9, 10, 11: no Node in the page, an isolated context for the preload, the sandbox (for every
 * process: app.enableSandbox in index.ts), web security, no insecure content, no experiments, no Blink features by
 * name, no webviews.
 * Item 20: the preload gives the page two functions that carry text (src/preload), and nothing of Electron.
 */
export function pagePreferences(preload: string): WebPreferences {
  return {
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
  }
}

/**
 * Item 7: the content policy is sent as a header with every file of the page. It lists each kind of source, no inline
 * script or style, and no origin but our own. The page needs no network at all, because its transport is the preload.
 */
export const pagePolicy = pageHeaders("'none'")

/** Items 1, 7: the page loads only its own files, whatever its content policy says. */
function denyForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    const { url } = details
    const own = isOwnPage(url) || url.startsWith(`blob:${appOrigin}/`) || url.startsWith('devtools://')
    callback({ cancel: !own })
  })
  // A file that the page itself has made may be saved. Nothing else is downloaded, not even dictionaries.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${appOrigin}/`)) event.preventDefault()
  })
  session.setSpellCheckerEnabled(false)
}

/** Item 5: denies every permission except writing text to the clipboard from our page, which is needed to copy rows. */
function denyPermissions(session: Session): void {
  const granted = (permission: string, origin: string) =>
    permission === 'clipboard-sanitized-write' && isOwnPage(origin)
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(granted(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => granted(permission, requestingOrigin))
  session.setDevicePermissionHandler(() => false)
}

/** Item 15: the only way to open an address outside Wisdeck. Passes only https, without a user name or password. */
function createExternalLinks(shell: Pick<Shell, 'openExternal'>): (url: string) => void {
  return (url) => {
    if (!URL.canParse(url)) return
    const { protocol, username, password, href } = new URL(url)
    if (protocol !== 'https:' || username !== '' || password !== '') return
    shell.openExternal(href).catch(() => {
      // No program on this machine opens links. The click has no effect, as in a browser.
    })
  }
}

/** Whether loading `url` would leave the document that is shown. A reload does not. */
function leaves(contents: WebContents, url: string): boolean {
  const withoutHash = (address: string) => address.split('#', 1)[0]
  return withoutHash(url) !== withoutHash(contents.getURL())
}

/** Items 12, 13, 14: no page leaves its address, opens a window or holds a webview. */
function confine(contents: WebContents, openExternal: (url: string) => void): void {
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || leaves(contents, event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url)
    return { action: 'deny' }
  })
}

/** Applies the rules above to every page of this process. Call it once, before any window is made. */
export function secureEveryPage(app: Pick<ElectronApp, 'on'>, shell: Pick<Shell, 'openExternal'>): void {
  const openExternal = createExternalLinks(shell)
  app.on('web-contents-created', (_event, contents) => confine(contents, openExternal))
}

/** Applies the rules above to a session. Call it before the session loads anything. */
export function secureSession(session: Session): void {
  denyForeignRequests(session)
  denyPermissions(session)
}

/**
 * Item 17: returns why the sender of a call is refused, or null. Checks in this order: known window, existing main
 * frame, our own origin. The contract checks the content (src/core/dispatch.ts): names against its list and inputs
 * against their schema.
 */
export function checkSender(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  admitted: ReadonlyMap<number, WebContents>,
): string | null {
  if (!admitted.has(event.sender.id)) return 'unknown window'
  // Null once the frame has navigated or is gone: the page that sent the call no longer exists.
  const frame = event.senderFrame
  if (frame === null) return 'no frame'
  if (frame.parent !== null) return 'not the main frame'
  return frame.origin === appOrigin ? null : 'foreign origin'
}

/**
 * Item 19: the value of every fuse in Electron's binary. build/after-pack.ts sets them in the packaged binary before it
 * is signed. If a new Electron adds a fuse, the type check fails here until it has a value.
 */
export const fuses: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  /** The binary cannot be run as Node (ELECTRON_RUN_AS_NODE). */
  RunAsNode: false,
  /** Wisdeck has no cookies. If there is ever one, it is encrypted on disk. */
  EnableCookieEncryption: true,
  /** NODE_OPTIONS and --inspect have no effect on a user's copy. */
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  /** The app's code must match the hash in the signed binary (Windows, macOS) and is loaded from nowhere else. */
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  /** Wisdeck has no V8 snapshot of its own. */
  LoadBrowserProcessSpecificV8Snapshot: false,
  /** No page comes from file://, so file:// needs no extra rights. */
  GrantFileProtocolExtraPrivileges: false,
  /** Enables the faster bounds checks of WebAssembly. The page's policy lets no WebAssembly run. */
  WasmTrapHandlers: true,
}

/** Item 16: Electron is pinned in package.json, and docs/release-checklist.md asks for its newest patch. */

const debugSwitches = ['remote-debugging-port', 'remote-debugging-pipe']

/**
 * Item 19, not covered by a fuse: whether Chromium's own debugger was requested in a packaged app. A build that is not
 * packaged is for tests.
 */
export function isDebugged(app: Pick<ElectronApp, 'isPackaged' | 'commandLine'>): boolean {
  return app.isPackaged && debugSwitches.some((name) => app.commandLine.hasSwitch(name))
}

/**
 * Our answers to the findings of checkers, by the id of the finding. Ids in capitals are those of electronegativity
 * 1.10.3, which CI runs on the built app. The others are those of `npm run check:security`. An id that is not listed
 * here is an open finding.
 */
export const answered: Readonly<Record<string, string>> = {
  CSP_GLOBAL_CHECK:
    'It looks for a meta tag or onHeadersReceived; ours is a header of the app:// handler (pagePolicy).',
  CONTEXT_ISOLATION_JS_CHECK: 'It does not follow the call of pagePreferences, where contextIsolation is on.',
  SANDBOX_JS_CHECK: 'The same: sandbox is on in pagePreferences, and for every process by app.enableSandbox.',
  AUXCLICK_JS_CHECK: 'A middle click asks for a window like any other link, and confine denies every window.',
  OPEN_EXTERNAL_JS_CHECK:
    'The one call, behind a check of the address: https alone, without name or password (createExternalLinks).',
  PROTOCOL_HANDLER_JS_CHECK: 'wisdeck:// links match one strict pattern and can only show a screen (links.ts).',
  'tls-unverified':
    'The one connection with rejectUnauthorized: false (src/core/panel/trust.ts) reads a certificate for the user to compare, or checks it against the pin before anything is sent.',
  'dynamic-code':
    'Function() in the main process: zod probes whether it may compile (it falls back where not), lodash and function-bind find the global object. None is given text from outside, and none is in the page.',
}
