import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { built, runPlay } from './run-play.ts'

/** What the built shell does outside the page, under the stand-in and with two demo servers. */
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

  it('leads the page, opens the data folder and saves a report', () => {
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

it('follows links that name a place, and no others', () => {
  expect(report['fromLinks']).toEqual([
    { screen: 'ftp', query: { server: 'abc-1' } },
    { screen: 'settings', query: { section: 'tokens' } },
  ])
  expect(report['prevented']).toBe(true)
})

describe('the tray', () => {
  it('shows each server while the setting has it', () => {
    expect(report['tray']).toEqual({
      image: join(built.root, 'build/icons', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'),
      tooltip: 'Wisdeck: 2 servers',
      menu: ['Show Wisdeck', '—', expect.stringMatching(/: OK$/), expect.stringMatching(/: OK$/), '—', 'Quit Wisdeck'],
      destroyed: true,
    })
  })

  it('keeps a closed window, and brings it back at the server that was chosen', () => {
    expect(report['hidden']).toBe('hide')
    expect(report['fromTray']).toEqual([{ screen: 'servers', query: { server: expect.any(String) as string } }])
    expect(report['shownAgain']).toEqual(['show', 'focus'])
  })
})

it.skipIf(process.platform === 'darwin')(
  'speaks the language that is set, and that of the system where that is set',
  () => {
    expect(report['languages']).toEqual({
      inVietnamese: {
        menu: ['Tệp', 'Sửa', 'Đi đến', 'Xem', 'Cửa sổ', 'Trợ giúp'],
        tray: [
          'Hiện Wisdeck',
          '—',
          expect.stringMatching(/: OK$/),
          expect.stringMatching(/: OK$/),
          '—',
          'Thoát Wisdeck',
        ],
        tooltip: 'Wisdeck: 2 máy chủ',
      },
      bySystem: 'Tệp',
      // The first one, and one for each change of words; settings that change none make none.
      menusMade: 3,
    })
  },
)

it('tells of the end of a run, and a click leads to it', () => {
  expect(report['notified']).toEqual({
    title: 'The run has finished',
    body: '1 done, 0 failed',
    ledTo: [{ screen: 'runs', query: {} }],
  })
})

it('reads nothing while the machine sleeps, and what fell due once it is awake', () => {
  expect(report['slept']).toEqual({ readAsleep: 0, readAwake: true })
})

it('hands the theme of the settings to the system', () => {
  expect(report['theme']).toBe('dark')
})

it('brings a page back that has died or hangs, and asks first', () => {
  expect(report['questions']).toEqual([
    'This copy of Wisdeck does not update itself',
    'The window has stopped working',
    'The window does not answer',
  ])
  expect(report['revived']).toEqual(['reload', 'crash', 'reload'])
})

it.skipIf(process.platform === 'darwin')('ends with its window where there is no tray', () => {
  expect(report['exits']).toEqual([0])
  expect(report['windowsLeft']).toBe(0)
})
