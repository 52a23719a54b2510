import type { FuseV1Options } from '@electron/fuses'
import type { App as ElectronApp, IpcMainInvokeEvent, Session, Shell, WebContents, WebPreferences } from 'electron'
import { pageHeaders } from '../shell/page-files.ts'

/**
 * Everything that keeps the page in its place. All is denied that is not named here.
 * Each block names the items of Electron's security checklist it answers (docs: tutorial/security); none is without
 * one. `npm run check:security` asks the built app whether it keeps them. What checkers find in it all the same is
 * answered under its id, at the end.
 */

/** Items 1, 18: the page comes from a scheme of its own, never from file:// and never from the network. */
export const appScheme = 'app'
export const appHost = 'wisdeck'
export const appOrigin = `${appScheme}://${appHost}`

function isOwnPage(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`)
}

/**
 * Items 2, 3, 4, 6, 8, 9, 10, 11: no Node in the page, a world of its own for the preload, the sandbox (for every
 * process: app.enableSandbox in index.ts), web security, no experiments, no Blink features by name, no webviews.
 * Item 20: the preload hands the page two functions that carry text (src/preload), and nothing of Electron.
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
 * Item 7: the content policy goes out as a header with every file of the page. It lists each kind of source, no inline
 * script or style, and no origin but our own; the page needs no network at all, for its wire is the preload's.
 */
export const pagePolicy = pageHeaders("'none'")

/** Items 1, 7: the page loads its own files and nothing else, whatever its content policy says. */
function denyForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    const { url } = details
    const own = isOwnPage(url) || url.startsWith(`blob:${appOrigin}/`) || url.startsWith('devtools://')
    callback({ cancel: !own })
  })
  // A file the page has made itself may be saved; nothing else is downloaded, nor are dictionaries.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${appOrigin}/`)) event.preventDefault()
  })
  session.setSpellCheckerEnabled(false)
}

/**
 * Item 5: every permission is denied but one: writing text to the clipboard from our own page, which copying rows
 * takes.
 */
function denyPermissions(session: Session): void {
  const granted = (permission: string, origin: string) =>
    permission === 'clipboard-sanitized-write' && isOwnPage(origin)
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(granted(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => granted(permission, requestingOrigin))
  session.setDevicePermissionHandler(() => false)
}

/**
 * Item 15: the one door to other programs. Nothing but https goes through it, and no name or password inside the
 * address.
 */
function createExternalLinks(shell: Pick<Shell, 'openExternal'>): (url: string) => void {
  return (url) => {
    if (!URL.canParse(url)) return
    const { protocol, username, password, href } = new URL(url)
    if (protocol !== 'https:' || username !== '' || password !== '') return
    shell.openExternal(href).catch(() => {
      // No program for links on this machine: the click has no effect, as in a browser.
    })
  }
}

/** Whether loading `url` would leave the document that is shown; a reload does not. */
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

/** Puts every page of this process under the rules above. Call once, before any window is made. */
export function secureEveryPage(app: Pick<ElectronApp, 'on'>, shell: Pick<Shell, 'openExternal'>): void {
  const openExternal = createExternalLinks(shell)
  app.on('web-contents-created', (_event, contents) => confine(contents, openExternal))
}

/** Puts a session under the rules above. Call before it loads anything. */
export function secureSession(session: Session): void {
  denyForeignRequests(session)
  denyPermissions(session)
}

/**
 * Item 17: why the sender of a call is refused, or null. In this order: known window, living main frame, our own
 * origin. What it sends is checked by the contract (src/core/dispatch.ts), names against its list and inputs against
 * their schema.
 */
export function checkSender(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  admitted: ReadonlyMap<number, WebContents>,
): string | null {
  if (!admitted.has(event.sender.id)) return 'unknown window'
  // null once the frame has navigated or gone: whoever asked is no longer there.
  const frame = event.senderFrame
  if (frame === null) return 'no frame'
  if (frame.parent !== null) return 'not the main frame'
  return frame.origin === appOrigin ? null : 'foreign origin'
}

/**
 * Item 19: every switch inside Electron's binary, decided. Put into the packaged binary by build/after-pack.ts, before
 * it is signed. A new Electron that has a new fuse fails the type check here until it is decided.
 */
export const fuses: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  /** The binary is no Node for whoever finds it (ELECTRON_RUN_AS_NODE). */
  RunAsNode: false,
  /** There are no cookies; should there ever be one, it is not kept in clear. */
  EnableCookieEncryption: true,
  /** NODE_OPTIONS and --inspect reach no user's copy. */
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  /** The app's code is compared with the hash in the signed binary (Windows, macOS) and comes from nowhere else. */
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  /** There is no snapshot of our own. */
  LoadBrowserProcessSpecificV8Snapshot: false,
  /** No page comes from file://, so file:// needs no rights. */
  GrantFileProtocolExtraPrivileges: false,
  /** The faster way to check WebAssembly's bounds; the page's policy lets no WebAssembly run. */
  WasmTrapHandlers: true,
}

/** Item 16: Electron is pinned in package.json, and its newest patch is a line of docs/release-checklist.md. */

const debugSwitches = ['remote-debugging-port', 'remote-debugging-pipe']

/**
 * Item 19, what no fuse covers: Chromium's own debugger opens no user's copy. A build that is not packaged is for
 * tests.
 */
export function isDebugged(app: Pick<ElectronApp, 'isPackaged' | 'commandLine'>): boolean {
  return app.isPackaged && debugSwitches.some((name) => app.commandLine.hasSwitch(name))
}

/**
 * What a checker finds and what we answer, by its id. In capitals those of electronegativity 1.10.3, run from outside
 * on the built app; the others are our own. An id that is not here is a finding.
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
    'The one request with rejectUnauthorized: false reads the certificate of a panel for the user to compare, and sends nothing (src/core/panel).',
  'dynamic-code':
    'Function() in the main process: zod probes whether it may compile (it falls back where not), lodash and function-bind find the global object. None is given text from outside, and none is in the page.',
}
