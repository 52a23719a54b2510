import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import { findTestBrowser } from '../browser.ts'
import { startDeskProcess } from './desk-process.ts'
import type { Desk } from './desk.ts'
import { gridOf, headOf } from './screens.ts'

/** Takes the pictures of docs/screenshots: the demo fleet of one seed, at one size. Run by `npm run screenshots`. */
const folder = resolve('docs/screenshots')
const size = { width: 1280, height: 800 }

/**
 * Resolves when every account's address list is known, or after a minute and a half: half of the panels tell them one
 * by one.
 */
async function everythingRead(desk: Desk): Promise<void> {
  await desk.call('inventory.refresh', {})
  for (let waitedMs = 0; waitedMs < 90_000; waitedMs += 1000) {
    const rows = (await desk.call('ftp.list', {})).flatMap((slice) => slice.rows)
    if (rows.every(({ allowedIps }) => allowedIps !== null)) return
    await pause(1000)
  }
}

async function take(page: Page, name: string): Promise<void> {
  // The pointer rests where nothing lights up under it.
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

async function takeAll(desk: Desk, page: Page): Promise<void> {
  await desk.open(page, '/overview')
  await page.getByRole('region', { name: 'Jobs by hour' }).getByRole('img').waitFor()
  await page.getByRole('region', { name: 'Changes per day' }).getByRole('img').waitFor()
  await take(page, 'overview-light')

  await desk.open(page, '/ftp')
  const rows = gridOf(page, 'ftp').getByRole('row')
  await rows.nth(15).waitFor()
  // The last changed first: accounts of many servers side by side.
  const changed = page.getByRole('columnheader', { name: 'Changed' }).getByRole('button').first()
  await changed.click()
  await changed.click()
  await take(page, 'ftp-light')

  // Who lets this address in? One of them is opened.
  await page.getByRole('combobox', { name: 'Filter the accounts' }).fill('ip:192.0.2.44')
  await rows.nth(4).getByRole('gridcell').nth(1).click()
  await page.getByRole('complementary').getByRole('heading', { name: 'Facts' }).waitFor()
  await take(page, 'account-light')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Filter the accounts' }).fill('')
  await page.getByRole('combobox', { name: 'Filter the accounts' }).blur()

  await desk.call('settings.set', { theme: 'dark' })
  await rows.nth(15).waitFor()
  await take(page, 'ftp-dark')
  await desk.call('settings.set', { theme: 'light' })

  // One network more for all of one server's accounts, up to the plan.
  await page.getByRole('button', { name: /^Group by/ }).click()
  await page.getByRole('menuitemradio', { name: 'Server' }).click()
  await headOf(page, 'ftp', 'admin.example').first().waitFor()
  await take(page, 'grouped-light')
  await gridOf(page, 'ftp').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('F2')
  await page.getByLabel('Addresses', { exact: true }).fill('198.51.100.24')
  await page.keyboard.press('ControlOrMeta+Enter')
  await page
    .getByRole('dialog', { name: /^Add 198/ })
    .getByRole('button', { name: 'Cancel' })
    .waitFor({ timeout: 60_000 })
  await take(page, 'plan-light')

  await desk.open(page, '/servers')
  await gridOf(page, 'servers').getByRole('row').nth(12).waitFor()
  await take(page, 'servers-light')
  await desk.open(page, '/cron')
  await gridOf(page, 'cron').getByRole('row').nth(15).waitFor()
  await take(page, 'cron-light')
}

const desk = await startDeskProcess()
const browser = await chromium.launch({
  executablePath: findTestBrowser() ?? undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  await mkdir(folder, { recursive: true })
  await desk.call('vault.choose', { kind: 'session' })
  await desk.call('settings.set', { welcomed: true, theme: 'light' })
  await desk.call('demo.start', { panels: 12, accounts: 24, jobs: 10, seed: 1 })
  await everythingRead(desk)
  await takeAll(desk, await browser.newPage({ viewport: size, locale: 'en-GB', reducedMotion: 'reduce' }))
} finally {
  await browser.close()
  await desk.stop()
  await rm(desk.dataDir, { recursive: true, force: true })
}
