import { EventEmitter } from 'node:events'

/**
 * A stand-in for Electron's main-process module, for the built bundle where no Electron binary is available. It records
 * what the shell requests and lets a test play the page, the user and the system. It makes no claim about Chromium
 * itself. The bundle reaches it only through `electron.ts`, which checks both sides against electron.d.ts.
 */
type PageHandler = (request: Request) => Promise<Response>
type CallHandler = (event: unknown, ...args: unknown[]) => Promise<unknown>
type Handler = (...args: never[]) => unknown
type Options = Readonly<Record<string, unknown>>

/** A menu item, as the shell described it. */
export interface Item {
  readonly label?: string
  readonly role?: string
  readonly accelerator?: string
  readonly submenu?: readonly Item[]
  readonly click?: () => void
}

/** The calls in their order. Calls that must happen before `ready` come before it in this list. */
export const order: string[] = []
export const windows: BrowserWindow[] = []
export const trays: Tray[] = []
export const notifications: Notification[] = []
export const schemes: unknown[] = []
export const externals: string[] = []
export const openedPaths: string[] = []
export const errorBoxes: string[] = []
export const exits: number[] = []
export const callHandlers = new Map<string, CallHandler>()
export const pageHandlers = new Map<string, PageHandler>()
/** The handlers that the shell has set on the session, by the name of the setter. */
export const sessionRules = new Map<string, Handler>()
/** The questions asked. `answers` holds the user's answers as indexes of buttons; without one, button 0 is chosen. */
export const questions: Options[] = []
export const answers: number[] = []
export const menus: (readonly Item[])[] = []
/** The ids of the power blockers that keep the machine awake. */
export const blockers = new Set<number>()
/** The languages that the system reports, most preferred first. A play may change them. */
export const languages = { locale: 'en-US', preferred: ['en-US'] }
/** Whether this start has the lock of the single instance. */
export const instance = { isFirst: true }
/** The path that the user chooses when a file is saved. An empty path means that the user closes the box. */
export const saving = { path: '' }

/** Electron answers asynchronously, never within the call. */
const resolveLater = <T>(value: T) => new Promise<T>((resolve) => setImmediate(() => resolve(value)))
const createPreventable = () => {
  const event = { defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) }
  return event
}

let announceReady: () => void = () => {}
const readiness = new Promise<void>((resolve) => (announceReady = resolve))
let announceLoaded: (response: Response) => void = () => {}
/** The response to the first page that a window loads. */
export const loaded = new Promise<Response>((resolve) => (announceLoaded = resolve))

/** Fires Electron's `ready`. The test calls this after the entry module has been evaluated, as Electron does. */
export function becomeReady(): void {
  order.push('ready')
  announceReady()
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  commandLine: { hasSwitch: () => false },
  enableSandbox: () => void order.push('enableSandbox'),
  setAppUserModelId: () => {},
  setPath: (name: string) => void order.push(`setPath ${name}`),
  getPath: () => '/nowhere',
  getVersion: () => '0.0.0',
  isReady: () => order.includes('ready'),
  getLocale: () => languages.locale,
  getPreferredSystemLanguages: () => [...languages.preferred],
  requestSingleInstanceLock() {
    order.push('requestSingleInstanceLock')
    return instance.isFirst
  },
  whenReady: () => readiness,
  /** As Electron does: emits `before-quit`, closes every window, then emits again. */
  quit() {
    const event = createPreventable()
    app.emit('before-quit', event)
    if (event.defaultPrevented) return
    for (const window of [...windows]) window.close()
    if (windows.length > 0) return
    app.emit('will-quit', createPreventable())
  },
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
  const reloads: string[] = []
  const contents = Object.assign(new EventEmitter(), {
    id,
    sent,
    reloads,
    mainFrame: { parent: null, origin: 'app://wisdeck' },
    isDestroyed: () => false,
    getURL: () => 'app://wisdeck/',
    send: (channel: string, json: string) => void sent.push(`${channel} ${json}`),
    reload: () => void reloads.push('reload'),
    /** As Electron does: the end of the process is reported a moment later, like that of any crash. */
    forcefullyCrashRenderer() {
      reloads.push('crash')
      setImmediate(() => contents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 }))
    },
    setWindowOpenHandler: (handler: typeof openHandler) => void (openHandler = handler),
    openWindow: (url: string) => openHandler({ url }),
  })
  return contents
}

export class BrowserWindow extends EventEmitter {
  readonly options: { readonly webPreferences: Options }
  readonly webContents = createContents()
  /** Events of the window, in order. */
  readonly story: string[] = []
  url = ''

  constructor(options: { readonly webPreferences: Options }) {
    super()
    this.options = options
    windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    this.url = url
    const handler = pageHandlers.get(new URL(url).protocol.slice(0, -1))
    if (handler === undefined) throw new Error(`Nothing serves ${url}`)
    announceLoaded(await handler(new Request(url)))
    this.emit('ready-to-show')
  }
  close(): void {
    const event = createPreventable()
    this.emit('close', event)
    if (event.defaultPrevented) return
    windows.splice(windows.indexOf(this), 1)
    this.webContents.emit('destroyed')
    this.emit('closed')
    if (windows.length === 0) app.emit('window-all-closed')
  }
  getNormalBounds() {
    return { x: 1, y: 2, width: 900, height: 700 }
  }
  isMaximized() {
    return false
  }
  isMinimized() {
    return false
  }
  readonly show = () => void this.story.push('show')
  readonly hide = () => void this.story.push('hide')
  readonly focus = () => void this.story.push('focus')
  readonly restore = () => void this.story.push('restore')
  readonly maximize = () => void this.story.push('maximize')
  readonly setProgressBar = (progress: number) => void this.story.push(`progress ${progress}`)
}

export class Tray extends EventEmitter {
  readonly image: string
  menu: readonly Item[] = []
  tooltip = ''
  destroyed = false
  constructor(image: string) {
    super()
    this.image = image
    trays.push(this)
  }
  setToolTip(text: string) {
    this.tooltip = text
  }
  setContextMenu(menu: Menu) {
    this.menu = menu.items
  }
  destroy() {
    this.destroyed = true
  }
}

export class Notification extends EventEmitter {
  static isSupported = () => true
  readonly options: Options
  constructor(options: Options) {
    super()
    this.options = options
  }
  show() {
    notifications.push(this)
  }
}

export class Menu {
  readonly items: readonly Item[]
  constructor(items: readonly Item[] = []) {
    this.items = items
  }
  static buildFromTemplate = (template: readonly Item[]) => new Menu(template)
  static setApplicationMenu = (menu: Menu) => void menus.push(menu.items)
}

export const protocol = {
  registerSchemesAsPrivileged(privileges: readonly unknown[]) {
    order.push('registerSchemesAsPrivileged')
    schemes.push(...privileges)
  },
  handle: (scheme: string, handler: PageHandler) => void pageHandlers.set(scheme, handler),
}

export const ipcMain = {
  handle: (channel: string, handler: CallHandler) => void callHandlers.set(channel, handler),
  removeHandler: (channel: string) => void callHandlers.delete(channel),
}

const rule = (name: string) => (handler: Handler) => void sessionRules.set(name, handler)
export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    webRequest: { onBeforeRequest: rule('onBeforeRequest') },
    setPermissionRequestHandler: rule('permissionRequest'),
    setPermissionCheckHandler: rule('permissionCheck'),
    setDevicePermissionHandler: rule('devicePermission'),
    setSpellCheckerEnabled: (enabled: boolean) => void order.push(`spell checker ${enabled}`),
  }),
}

export const shell = {
  openExternal: async (url: string) => void externals.push(url),
  async openPath(path: string) {
    openedPaths.push(path)
    return ''
  },
}

export const dialog = {
  showErrorBox: (title: string, content: string) => void errorBoxes.push(`${title}: ${content}`),
  showMessageBox(...args: Options[]) {
    questions.push(args.at(-1) ?? {})
    return resolveLater({ response: answers.shift() ?? 0, checkboxChecked: false })
  },
  showSaveDialog: () => resolveLater({ canceled: saving.path === '', filePath: saving.path }),
}

export const nativeTheme = { shouldUseDarkColors: false, themeSource: 'system' }
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
export const powerMonitor = new EventEmitter()
export const autoUpdater = new EventEmitter()
export const powerSaveBlocker = {
  start() {
    blockers.add(1)
    return 1
  },
  stop: (id: number) => blockers.delete(id),
}
