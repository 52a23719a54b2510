import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { call, finish, webContents, window } from './boot.ts'
import { pause } from './pause.ts'
import * as electron from './stand-in.ts'

/** Plays the app on a desktop: menu, tray, links, sleep, a crash and closing. See boot.ts for how it is started. */
const dataDir = process.argv.find((arg) => arg.startsWith('--data-dir='))?.slice('--data-dir='.length) ?? ''
/** Waits longer than the pause between two updates of tray, menu and taskbar. */
const waitForUpdate = () => pause(700)
const [menu = []] = electron.menus

function item(...path: string[]): electron.Item {
  let items: readonly electron.Item[] = menu
  let found: electron.Item | undefined
  for (const label of path) {
    found = items.find((one) => one.label === label || one.role === label)
    items = found?.submenu ?? []
  }
  if (!found) throw new Error(`No item ${path.join(' › ')}`)
  return found
}
const leaves = (items: readonly electron.Item[]): readonly electron.Item[] =>
  items.flatMap((one) => (one.submenu ? leaves(one.submenu) : [one]))
/** Returns the locations that the page was sent to since the last call. */
const takeLocations = () =>
  webContents.sent.splice(0).flatMap((line) => {
    const { event, payload } = JSON.parse(line.slice(line.indexOf(' ') + 1)) as { event: string; payload: unknown }
    return event === 'app.navigate' ? [payload] : []
  })

const idle = leaves(menu).filter(
  (one) => one.role === undefined && one.click === undefined && (one as { type?: string }).type !== 'separator',
)
item('Go', 'Cron jobs').click?.()
item('File', 'Add server…').click?.()
await pause()
const fromMenu = takeLocations()
const openedAt = window.url
item('help', 'Open data folder').click?.()
electron.saving.path = join(dataDir, 'report.json')
item('help', 'Save diagnostics…').click?.()
item('help', 'Check for updates…').click?.()
await pause(200)
const report = JSON.parse(readFileSync(electron.saving.path, 'utf8')) as object

electron.app.emit('second-instance', {}, ['wisdeck', '--flag', 'wisdeck://ftp/abc-1'], '/')
electron.app.emit('second-instance', {}, ['wisdeck', 'wisdeck://settings/tokens?x=1'], '/')
electron.app.emit('second-instance', {}, ['wisdeck', 'wisdeck://ftp.remove/abc'], '/')
let prevented = false
electron.app.emit('open-url', { preventDefault: () => (prevented = true) }, 'wisdeck://settings/tokens')
await pause()
const fromLinks = takeLocations()

await call('settings.set', { tray: true, theme: 'dark' })
await waitForUpdate()
const [tray] = electron.trays
const theme = electron.nativeTheme.themeSource
const trayMenu = tray?.menu.map((one) => one.label ?? '—')
window.close()
const hidden = window.story.at(-1)
tray?.menu[2]?.click?.()
await pause()
const fromTray = takeLocations()
const shownAgain = window.story.slice(-2)
// Another language applies at once, to the tray as well as to the menu.
await call('settings.set', { language: 'vi' })
await waitForUpdate()
const inVietnamese = {
  menu: electron.menus.at(-1)?.map((one) => one.label),
  tray: tray?.menu.map((one) => one.label ?? '—'),
  tooltip: tray?.tooltip,
}
electron.languages.preferred = ['vi-VN', 'en-US']
electron.languages.locale = 'vi'
await call('settings.set', { language: 'system' })
await waitForUpdate()
const bySystem = electron.menus.at(-1)?.[0]?.label
await call('settings.set', { language: 'en' })
await waitForUpdate()
const menusMade = electron.menus.length
await call('settings.set', { tray: false })
await waitForUpdate()

webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
await pause()
electron.answers.push(1)
webContents.emit('unresponsive')
await pause()
const revived = [...webContents.reloads]

// Starts a run of one row. It ends quickly and makes a notification.
const valueOf = async <T>(method: string, input: unknown = {}) =>
  ((await call(method, input)) as { readonly value: T }).value
const [server] = await valueOf<{ id: string; environment: string }[]>('servers.list')
await valueOf('inventory.refresh')
const [slice] = await valueOf<{ rows: { username: string }[] }[]>('rows.list', { kind: 'ftp', serverIds: [server?.id] })
const key = `${server?.id}/ftp/${slice?.rows[0]?.username}`
const plan = await valueOf<{ id: string }>('bulk.plan', {
  planningId: 'told',
  intent: { action: { type: 'ftp.edit', patch: { quotaMb: 77 } }, keys: [key] },
})
await valueOf('bulk.start', {
  planId: plan.id,
  confirm: {},
})
while (electron.notifications.length === 0) await pause()
takeLocations()
const [notice] = electron.notifications
notice?.emit('click')
await pause()
const notified = { ...notice?.options, ledTo: takeLocations() }

// The machine sleeps for an hour. Nothing is read during the sleep, and what fell due is read shortly after.
const countRefreshes = () =>
  webContents.sent.filter((line) => line.includes('"inventory.statusChanged"') && line.includes('"refreshing":true'))
    .length
const realNow = Date.now
electron.powerMonitor.emit('suspend')
Date.now = () => realNow() + 3_600_000
webContents.sent.splice(0)
await call('settings.set', { refreshEveryMin: 5 })
await call('app.watched')
await pause(100)
const readAsleep = countRefreshes()
electron.powerMonitor.emit('resume')
for (let waited = 0; countRefreshes() === 0 && waited < 300; waited += 1) await pause(100)
const slept = { readAsleep, readAwake: countRefreshes() > 0 }
Date.now = realNow

await finish(
  () => ({
    menus: menu.map((one) => one.label),
    idle,
    fromMenu,
    openedAt,
    opened: electron.openedPaths,
    report: Object.keys(report),
    fromLinks,
    prevented,
    theme,
    tray: { image: tray?.image, tooltip: tray?.tooltip, menu: trayMenu, destroyed: tray?.destroyed },
    languages: { inVietnamese, bySystem, menusMade },
    hidden,
    fromTray,
    shownAgain,
    revived,
    notified,
    slept,
    questions: electron.questions.map((question) => question['message']),
    errorBoxes: electron.errorBoxes,
    exits: electron.exits,
    windowsLeft: electron.windows.length,
  }),
  // Without a tray, closing the last window quits the app.
  () => window.close(),
)
