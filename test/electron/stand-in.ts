import { EventEmitter } from 'node:events'

/**
 * Plays the part of Electron's main-process module for the built bundle, where no Electron binary is to be had.
 * It records what the shell asks for and lets a test play the page. It makes no claim about Chromium itself.
 */
type PageHandler = (request: Request) => Promise<Response>
type CallHandler = (event: unknown, ...args: unknown[]) => Promise<unknown>
type Handler = (...args: never[]) => unknown

interface WindowOptions {
  readonly webPreferences: Readonly<Record<string, unknown>>
}

/** Calls in the order they came: what must happen before `ready` stands before it. */
export const order: string[] = []
export const windows: BrowserWindow[] = []
export const schemes: unknown[] = []
export const externals: string[] = []
export const errorBoxes: string[] = []
export const exits: number[] = []
export const callHandlers = new Map<string, CallHandler>()
export const pageHandlers = new Map<string, PageHandler>()
/** What the session was told, by the name of the setter. */
export const sessionRules = new Map<string, Handler>()

let announceReady: () => void = () => {}
const readiness = new Promise<void>((resolve) => (announceReady = resolve))
let announceLoaded: (response: Response) => void = () => {}
/** The answer to the first page a window loads. */
export const loaded = new Promise<Response>((resolve) => (announceLoaded = resolve))

/** Electron's `ready`. The test calls it once the entry module has been evaluated, as Electron does. */
export function becomeReady(): void {
  order.push('ready')
  announceReady()
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  enableSandbox: () => order.push('enableSandbox'),
  setPath: (name: string) => order.push(`setPath ${name}`),
  requestSingleInstanceLock() {
    order.push('requestSingleInstanceLock')
    return true
  },
  whenReady: () => readiness,
  quit: () => app.emit('will-quit', { preventDefault: () => {} }),
  exit(code: number) {
    exits.push(code)
    app.emit('test-exit')
  },
})

let nextId = 1
function createContents() {
  const id = nextId++
  let openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  const sent: string[] = []
  return Object.assign(new EventEmitter(), {
    id,
    sent,
    mainFrame: { parent: null, origin: 'app://wisdeck' },
    isDestroyed: () => false,
    getURL: () => 'app://wisdeck/',
    send: (channel: string, json: string) => sent.push(`${channel} ${json}`),
    setWindowOpenHandler: (handler: typeof openHandler) => (openHandler = handler),
    openWindow: (url: string) => openHandler({ url }),
  })
}

export class BrowserWindow extends EventEmitter {
  static getAllWindows(): BrowserWindow[] {
    return windows
  }
  readonly options: WindowOptions
  readonly webContents = createContents()

  constructor(options: WindowOptions) {
    super()
    this.options = options
    windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    const { protocol: scheme } = new URL(url)
    const handler = pageHandlers.get(scheme.slice(0, -1))
    if (handler === undefined) throw new Error(`Nothing serves ${url}`)
    announceLoaded(await handler(new Request(url)))
  }
  getNormalBounds() {
    return { x: 1, y: 2, width: 900, height: 700 }
  }
  isMaximized() {
    return false
  }
}

export const protocol = {
  registerSchemesAsPrivileged(given: readonly unknown[]) {
    order.push('registerSchemesAsPrivileged')
    schemes.push(...given)
  },
  handle: (scheme: string, handler: PageHandler) => pageHandlers.set(scheme, handler),
}

export const ipcMain = {
  handle: (channel: string, handler: CallHandler) => callHandlers.set(channel, handler),
  removeHandler: (channel: string) => callHandlers.delete(channel),
}

const rule = (name: string) => (handler: Handler) => sessionRules.set(name, handler)
export const session = {
  defaultSession: {
    webRequest: { onBeforeRequest: rule('onBeforeRequest') },
    setPermissionRequestHandler: rule('permissionRequest'),
    setPermissionCheckHandler: rule('permissionCheck'),
    setDevicePermissionHandler: rule('devicePermission'),
  },
}

export const shell = {
  async openExternal(url: string) {
    externals.push(url)
  },
}
export const dialog = { showErrorBox: (title: string, content: string) => errorBoxes.push(`${title}: ${content}`) }
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => {} }
export const nativeTheme = { shouldUseDarkColors: false }
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
