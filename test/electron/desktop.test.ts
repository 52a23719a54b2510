import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { built, runPlay } from './run-play.ts'

/** What the built shell does outside the page, on the stand-in and with two demo servers. */
let folder: string
let report: Readonly<Record<string, unknown>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wisdeck-desktop-'))
  report = await runPlay(
    'play-desktop.ts',
    folder,
    '--demo',
    '--panels=2',
    '--accounts=1',
    '--jobs=1',
    '--linked=wisdeck://cron/early',
  )
}, 100_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the menu', () => {
  it.skipIf(process.platform === 'darwin')('has the menus of a desktop, and no item without an effect', () => {
    expect(report['menus']).toEqual(['File', 'Edit', 'Go', 'View', 'Window', 'Help'])
    expect(report['idle']).toEqual([])
  })

  it('opens screens, opens the data folder and saves a report', () => {
    expect(report['fromMenu']).toEqual([
      { screen: 'cron', query: {} },
      { screen: 'servers', query: { do: 'add' } },
    ])
    expect(report['opened']).toEqual([folder])
    expect(report['report']).toEqual([
      'at',
      'app',
      'versions',
      'system',
      'settings',
      'vault',
      'storageNotice',
      'servers',
      'log',
    ])
    expect(report['errorBoxes']).toEqual([])
  })
})

it('opens its window at the link that came before it was ready', () => {
  expect(report['openedAt']).toBe('app://wisdeck/#/cron?server=early')
})

it('follows links to a location, and no others', () => {
  expect(report['fromLinks']).toEqual([
    { screen: 'ftp', query: { server: 'abc-1' } },
    { screen: 'settings', query: { section: 'tokens' } },
  ])
  expect(report['prevented']).toBe(true)
})

describe('the tray', () => {
  it('shows each server while its setting is on', () => {
    expect(report['tray']).toEqual({
      image: join(built.root, 'build/icons', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
      tooltip: 'Wisdeck: 2 servers',
      menu: ['Show Wisdeck', '—', expect.stringMatching(/: OK$/), expect.stringMatching(/: OK$/), '—', 'Quit Wisdeck'],
      destroyed: true,
    })
  })

  it('keeps a closed window, and opens it again at the chosen server', () => {
    expect(report['hidden']).toBe('hide')
    expect(report['fromTray']).toEqual([{ screen: 'servers', query: { server: expect.any(String) as string } }])
    expect(report['shownAgain']).toEqual(['show', 'focus'])
  })
})

it.skipIf(process.platform === 'darwin')('uses the chosen language, or the system’s if that is chosen', () => {
  expect(report['languages']).toEqual({
    inVietnamese: {
      menu: ['Tệp', 'Sửa', 'Đi đến', 'Xem', 'Cửa sổ', 'Trợ giúp'],
      tray: ['Hiện Wisdeck', '—', expect.stringMatching(/: OK$/), expect.stringMatching(/: OK$/), '—', 'Thoát Wisdeck'],
      tooltip: 'Wisdeck: 2 máy chủ',
    },
    bySystem: 'Tệp',
    // One menu at the start and one for each change of language. Other settings make no new menu.
    menusMade: 3,
  })
})

it('reports the end of a run, and a click opens the run', () => {
  expect(report['notified']).toEqual({
    title: 'The run has finished',
    body: '1 done, 0 failed',
    ledTo: [{ screen: 'runs', query: {} }],
  })
})

it('reads nothing while the machine sleeps, and what fell due once it is awake', () => {
  expect(report['slept']).toEqual({ readAsleep: 0, readAwake: true })
})

it('passes the theme of the settings to the system', () => {
  expect(report['theme']).toBe('dark')
})

it('asks whether to reload a page that has crashed or hangs, and reloads it', () => {
  expect(report['questions']).toEqual([
    'This copy of Wisdeck does not update itself',
    'The window has stopped working',
    'The window does not answer',
  ])
  expect(report['revived']).toEqual(['reload', 'crash', 'reload'])
})

it.skipIf(process.platform === 'darwin')('quits with its window if there is no tray', () => {
  expect(report['exits']).toEqual([0])
  expect(report['windowsLeft']).toBe(0)
})
