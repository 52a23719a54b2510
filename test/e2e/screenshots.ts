import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium, expect, type Page } from '@playwright/test'
import type { ScreenName } from '../../src/shared/screens.ts'
import { findTestBrowser } from '../browser.ts'
import { startAppProcess } from './app-process.ts'
import type { AppUnderTest } from './app.ts'
import { gridOf, groupHeaderOf, screens } from './screens.ts'

/** Takes the pictures of docs/screenshots: the demo fleet of one seed, at one size. Run by `npm run screenshots`. */
const folder = resolve('docs/screenshots')
const size = { width: 1280, height: 800 }

/** What a picture shows: a screen, either alone, with the side panel beside the table, or with a sheet over it. */
interface Picture {
  readonly screen: ScreenName
  readonly with?: 'panel' | 'sheet'
}

/** Throws unless the screen is visible and covered only by what belongs in the picture. */
async function checkPicture(page: Page, picture: Picture): Promise<void> {
  const title = screens.find(({ name }) => name === picture.screen)?.title ?? ''
  const heading = page.getByRole('heading', { level: 1, name: title, exact: true })
  await expect(heading).toBeVisible()
  // The trial click fails if another element would receive it.
  await heading.click({ trial: true })
  // The banner of the demo fleet may stay: unlike side panels, it has no heading as its name.
  await expect(page.locator('aside[aria-labelledby]')).toHaveCount(picture.with === 'panel' ? 1 : 0)
  await expect(page.locator(':is([role="dialog"], [role="alertdialog"]):visible')).toHaveCount(
    picture.with === 'sheet' ? 1 : 0,
  )
  await expect(page.locator(':is([role="menu"], [role="listbox"], [role="tooltip"]):visible')).toHaveCount(0)
  await expect(page.getByRole('region', { name: /^Notifications/ }).getByRole('listitem')).toHaveCount(0)
}

async function takePicture(page: Page, name: string, picture: Picture): Promise<void> {
  await checkPicture(page, picture)
  // The pointer is moved to where nothing is highlighted under it.
  await page.mouse.move(100, size.height - 150)
  await page.evaluate(() =>
    Promise.all([
      document.fonts.ready,
      ...document.getAnimations().map((animation) => animation.finished.catch(() => undefined)),
    ]),
  )
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' })
  console.log(`docs/screenshots/${name}.png`)
}

/** Resolves when every allow list is known, or after 90 s. Half of the panels report the lists one by one. */
async function waitForAllowLists(app: AppUnderTest): Promise<void> {
  await app.call('inventory.refresh', {})
  for (let waitedMs = 0; waitedMs < 90_000; waitedMs += 1000) {
    const rows = (await app.call('rows.list', { kind: 'ftp' })).flatMap((slice) => slice.rows)
    if (rows.every(({ allowedIps }) => allowedIps !== null)) return
    await pause(1000)
  }
}

/** Adds IP sets that accounts use, and a run that has ended. */
async function addSetsAndRun(app: AppUnderTest): Promise<void> {
  const slices = await app.call('rows.list', { kind: 'ftp' })
  const lists = slices.flatMap(({ rows }) => rows.map(({ allowedIps }) => allowedIps ?? []))
  const shared = lists.find((list) => list.length > 1) ?? []
  const sets = [
    { name: 'Office', note: 'Ask Kim before a change.', text: shared.join('\n') },
    { name: 'VPN', note: '', text: shared.slice(0, 1).join('\n') },
    { name: 'Developer at home', note: '', text: '192.0.2.44' },
  ]
  for (const set of sets) await app.call('ipSets.save', { set })
  const keys = slices
    .slice(0, 3)
    .flatMap(({ serverId, rows }) => rows.slice(0, 2).map(({ username }) => `${serverId}/ftp/${username}`))
  const plan = await app.call('bulk.plan', {
    planningId: 'own',
    intent: { action: { type: 'ftp.edit', patch: { quotaMb: 2048 } }, keys },
  })
  await app.call('bulk.start', { planId: plan.id, confirm: { typed: 'production' } })
  await expect.poll(async () => (await app.call('bulk.runs', {}))[0]?.state, { timeout: 120_000 }).toBe('done')
}

const rowsOf = (page: Page, name: string | RegExp) => page.getByRole('grid', { name }).getByRole('row')

/** Resolves when the screen shows what its picture is taken for. */
const waitUntilShown: Readonly<Record<ScreenName, (page: Page) => Promise<void>>> = {
  async overview(page) {
    await page.getByRole('region', { name: 'Jobs by hour' }).getByRole('img').waitFor()
    await page.getByRole('region', { name: 'Changes per day' }).getByRole('img').waitFor()
  },
  servers: (page) => gridOf(page, 'servers').getByRole('row').nth(12).waitFor(),
  async ftp(page) {
    await gridOf(page, 'ftp').getByRole('row').nth(15).waitFor()
    // Sorts by the last change, so that accounts of many servers are mixed.
    const changed = page.getByRole('columnheader', { name: 'Changed' }).getByRole('button').first()
    await changed.click()
    await changed.click()
  },
  cron: (page) => gridOf(page, 'cron').getByRole('row').nth(15).waitFor(),
  'ip-sets': (page) => gridOf(page, 'sets').getByRole('row').nth(3).waitFor(),
  runs: (page) =>
    rowsOf(page, /^Runs of bulk changes/)
      .nth(1)
      .waitFor(),
  activity: (page) =>
    rowsOf(page, /^Every change/)
      .nth(1)
      .waitFor(),
  settings: (page) => page.getByRole('heading', { name: 'Appearance' }).waitFor(),
}

async function takeScreens(app: AppUnderTest, page: Page): Promise<void> {
  for (const { name, address } of screens) {
    await app.open(page, address)
    await waitUntilShown[name](page)
    await takePicture(page, `${name}-light`, { screen: name })
  }
}

/** Filters the accounts by an address that they allow, and opens one of them. */
async function takeAccount(page: Page): Promise<void> {
  await gridOf(page, 'ftp').getByRole('row').nth(15).waitFor()
  const filter = page.getByRole('combobox', { name: 'Filter the accounts' })
  await filter.fill('ip:192.0.2.44')
  await filter.blur()
  await gridOf(page, 'ftp').getByRole('row').nth(4).getByRole('gridcell').nth(1).click()
  await page.getByRole('complementary').getByRole('heading', { name: 'Facts' }).waitFor()
  await takePicture(page, 'account-light', { screen: 'ftp', with: 'panel' })
  await page.keyboard.press('Escape')
  await filter.fill('')
  await filter.blur()
}

async function takeDark(app: AppUnderTest, page: Page): Promise<void> {
  await app.call('settings.set', { theme: 'dark' })
  await gridOf(page, 'ftp').getByRole('row').nth(15).waitFor()
  await takePicture(page, 'ftp-dark', { screen: 'ftp' })
  await app.call('settings.set', { theme: 'light' })
}

/** Plans one more network for all accounts of one server, and stops at the plan. */
async function takePlan(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Group by/ }).click()
  await page.getByRole('menuitemradio', { name: 'Server' }).click()
  await groupHeaderOf(page, 'ftp', 'admin.example').first().waitFor()
  await takePicture(page, 'grouped-light', { screen: 'ftp' })
  await gridOf(page, 'ftp').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('F2')
  await page.getByLabel('Addresses', { exact: true }).fill('198.51.100.24')
  await page.keyboard.press('ControlOrMeta+Enter')
  const plan = page.getByRole('dialog', { name: /^Add 198/ })
  await plan.getByRole('button', { name: 'Cancel' }).waitFor({ timeout: 60_000 })
  await takePicture(page, 'plan-light', { screen: 'ftp', with: 'sheet' })
}

const app = await startAppProcess()
const browser = await chromium.launch({
  executablePath: findTestBrowser() ?? undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  await mkdir(folder, { recursive: true })
  await app.call('vault.choose', { kind: 'session' })
  await app.call('settings.set', { welcomed: true, theme: 'light' })
  await app.call('demo.start', { panels: 12, accounts: 24, jobs: 10, seed: 1 })
  await waitForAllowLists(app)
  await addSetsAndRun(app)
  const page = await browser.newPage({ viewport: size, locale: 'en-GB', reducedMotion: 'reduce' })
  await takeScreens(app, page)
  await app.open(page, '/ftp')
  await takeAccount(page)
  await takeDark(app, page)
  await takePlan(page)
} finally {
  await browser.close()
  await app.stop()
  await rm(app.dataDir, { recursive: true, force: true })
}
