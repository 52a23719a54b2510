import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
import { countOf } from './api-document.ts'
import { startAppProcess, test } from './app-process.ts'
import { expect } from './app.ts'
import { dialogOf, goTo, gridOf, panelOf, rowOf, toastOf } from './screens.ts'

const passphrase = 'umbrella-7-Quartz-lantern'
const state = () => ({
  ...emptyState('lotus'),
  accounts: ['lotus_archive', 'lotus_deploy', 'lotus_media'].map((username) =>
    accountOf({ username }, Date.now() - 86_400_000),
  ),
})

test('a restart with all panels unreachable shows the last known rows at once, with their age', async ({
  page,
  freshApp: first,
  startFleet,
}) => {
  const { panels } = await startFleet({ panels: 3, accounts: 8, jobs: 4, exact: true, seed: 2 })
  await first.call('settings.set', { welcomed: true, theme: 'dark', density: 'comfortable' })
  await first.call('vault.choose', { kind: 'passphrase', passphrase })
  for (const panel of panels) await first.add(panel)
  await first.call('inventory.refresh', {})
  await first.stop()
  await Promise.all(panels.map((panel) => panel.setFault('dead', true)))

  const second = await startAppProcess(first.dataDir)
  try {
    await second.call('vault.unlock', { passphrase })
    await second.open(page, '/ftp')
    await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', '25')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable')

    await page.getByRole('button', { name: 'Refresh', exact: true }).click()
    await page.getByRole('button', { name: /^3 servers could not be read/ }).click()
    await expect(page.getByText(/refuses connections on port/)).toHaveCount(3)
    await expect(page.getByText(/from .+ ago/).first()).toBeVisible()
    await expect(
      gridOf(page, 'ftp')
        .getByRole('img', { name: /^Read .+ ago$/ })
        .first(),
    ).toBeVisible()
    await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', '25')
    await goTo(page, 'Cron jobs')
    await expect(gridOf(page, 'cron')).toHaveAttribute('aria-rowcount', '13')
    await page.goto('about:blank')
  } finally {
    await second.stop()
  }
})

async function refreshByKey(page: Page, panel: DemoPanelServer): Promise<void> {
  panel.edit((before) => ({
    ...before,
    accounts: [...before.accounts, accountOf({ username: 'lotus_new' }, Date.now())],
  }))
  await page.keyboard.press('F5')
  await expect(rowOf(page, 'ftp', 'lotus_new')).toBeVisible()
}

async function searchAndClear(page: Page): Promise<void> {
  const search = page.getByRole('combobox', { name: 'Filter the accounts' })
  await page.keyboard.press('/')
  await expect(search).toBeFocused()
  await page.keyboard.type('media')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', '2')
  await page.keyboard.press('Escape')
  await expect(search).toHaveValue('')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', '5')
}

async function openAndClose(page: Page): Promise<void> {
  await gridOf(page, 'ftp').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(panelOf(page, 'lotus_deploy')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panelOf(page, 'lotus_deploy')).toHaveCount(0)
  await expect(gridOf(page, 'ftp')).toBeFocused()
}

async function selectByKey(page: Page): Promise<void> {
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('2 selected')
  await page.keyboard.press('ControlOrMeta+A')
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('4 selected')
}

async function editAddressesByKey(page: Page): Promise<void> {
  // If several rows were selected, F2 would edit all of them.
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Clear selection' }).press('Enter')
  await gridOf(page, 'ftp').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('F2')
  await expect(panelOf(page, 'lotus_archive').getByLabel('Addresses that may sign in')).toBeFocused()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(panelOf(page, 'lotus_archive')).toHaveCount(0)
}

async function askBeforeDeleting(page: Page, panel: DemoPanelServer): Promise<void> {
  await gridOf(page, 'ftp').focus()
  await page.keyboard.press('Delete')
  const dialog = dialogOf(page, 'Delete lotus_archive on web-01?')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  expect(countOf(panel, 'DELETE', /./)).toBe(0)
  await expect(gridOf(page, 'ftp')).toBeFocused()
}

test('the accounts by keyboard alone', async ({ page, app, startPanel }) => {
  const panel = await startPanel({ name: 'web-01', state: state() })
  await app.add(panel)
  await app.open(page, '/ftp')
  await expect(rowOf(page, 'ftp', 'lotus_media')).toBeVisible()

  await test.step('F5 refreshes', () => refreshByKey(page, panel))

  await test.step('/ focuses the filter, and Esc clears it', () => searchAndClear(page))
  await test.step('arrows move, Enter opens, Esc closes and returns the focus', () => openAndClose(page))
  await test.step('Space and Shift select, Ctrl+A selects all', () => selectByKey(page))
  await test.step('F2 edits the addresses', () => editAddressesByKey(page))
  await test.step('Del asks with the focus on Cancel, where Enter does nothing to the server', () =>
    askBeforeDeleting(page, panel))
})

test('theme and row height, set by hand, survive a restart', async ({ page, freshApp: first }) => {
  await first.call('settings.set', { welcomed: true })
  await first.open(page, '/settings')
  await page.getByRole('group', { name: 'Theme' }).getByText('Dark', { exact: true }).click()
  await page.getByRole('group', { name: 'Row height' }).getByText('Comfortable', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable')
  await expect.poll(() => first.call('settings.get', {})).toMatchObject({ theme: 'dark', density: 'comfortable' })
  await page.goto('about:blank')
  await first.stop()
  const second = await startAppProcess(first.dataDir)
  try {
    await second.open(page, '/settings')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(
      page.getByRole('group', { name: 'Row height' }).getByRole('radio', { name: 'Comfortable' }),
    ).toBeChecked()
    await page.goto('about:blank')
  } finally {
    await second.stop()
  }
})

test('servers are exported as CSV and imported again: everything returns but the secrets', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01', token: 'wsp_5ee71f2c08d94ab3a6c1e7f09b2d', state: state() })
  const details = {
    tags: ['lotus', 'a;b "c"'],
    folder: 'Client, Lotus',
    environment: 'production',
    colour: 'teal',
    notes: 'Zeile 1\n=SUM(A1)',
    timeZone: 'Asia/Ho_Chi_Minh',
  } as const
  const added = await app.add(panel, details)
  await app.open(page, '/servers')
  await page.getByRole('button', { name: 'Import and export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as CSV' }).click()
  const path = await (await download).path()
  const csv = await readFile(path, 'utf8')
  expect(csv).not.toContain(panel.token)
  expect(csv).not.toContain('wsp_')

  await app.call('servers.remove', { id: added.id })
  await page.getByRole('button', { name: 'Import and export' }).click()
  await page.getByRole('menuitem', { name: 'Import from CSV…' }).click()
  const dialog = dialogOf(page, 'Import servers from CSV')
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'Choose a file…' }).click()
  await (await chooser).setFiles({ name: 'servers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await expect(dialog.getByText('1 of 1 line is ready')).toBeVisible()
  await dialog.getByRole('button', { name: 'Import 1 server' }).click()
  await expect(dialog.getByText('1 server was added')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(rowOf(page, 'servers', 'web-01')).toContainText('No token')
  const [imported] = await app.call('servers.list', {})
  expect(imported).toMatchObject({ name: 'web-01', url: panel.url, hasToken: false, pin: null, ...details })
  await expect(toastOf(page, /It holds no token/)).toBeVisible()
})
