import type { App as ElectronApp, Session, Shell, WebContents, WebPreferences } from 'electron'

/**
 * Everything that keeps the page in its place. All is denied that is not named here.
 * Each block names the item of Electron's security checklist it answers (docs: tutorial/security).
 */

/** The one origin whose page may talk to core. */
export const appScheme = 'app'
export const appHost = 'wisdeck'
export const appOrigin = `${appScheme}://${appHost}`

/** Items 2, 3, 4, 6, 8, 9, 11: no Node in the page, a world of its own for the preload, the sandbox, web security, no extras. */
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

function isOwnPage(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`)
}

/** Items 1 and 7: the page loads its own files and nothing else, whatever its content policy says. */
function denyForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    const { url } = details
    const own = isOwnPage(url) || url.startsWith(`blob:${appOrigin}/`) || url.startsWith('devtools://')
    callback({ cancel: !own })
  })
}

/** Item 5: every permission is denied but one: writing text to the clipboard from our own page, which copying rows takes. */
function denyPermissions(session: Session): void {
  const granted = (permission: string, origin: string) => permission === 'clipboard-sanitized-write' && isOwnPage(origin)
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(granted(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => granted(permission, requestingOrigin))
  session.setDevicePermissionHandler(() => false)
}

/** Item 15: the one door to other programs. Nothing but https goes through it, and no name or password inside the address. */
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
