import type { Locator, Page } from '@playwright/test'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { expect, test } from './app.ts'
import { dialogOf, panelOf, rowOf } from './screens.ts'

const paletteOf = (page: Page) => dialogOf(page, 'Search and commands')
const fieldOf = (page: Page) => page.getByRole('combobox', { name: /^Search servers/ })
const optionsOf = (page: Page) => paletteOf(page).getByRole('option')

async function openPalette(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await expect(fieldOf(page)).toBeFocused()
  await page.keyboard.type(text)
}

test('the palette finds every screen of the side bar by its name', async ({ page, app }) => {
  await app.open(page, '/overview')
  const palette = paletteOf(page)
  for (const link of await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts()) {
    const name = link.split('\n')[0] ?? ''
    await page.keyboard.press('ControlOrMeta+k')
    await palette.getByRole('combobox').fill(name)
    await palette
      .getByRole('option')
      .filter({ hasText: new RegExp(`^${name}`) })
      .filter({ hasText: 'Screen' })
      .click()
    await expect(page).toHaveTitle(new RegExp(`^${name} –`))
  }
})

async function findAccount(page: Page, username: string, server: string): Promise<void> {
  await openPalette(page, `${username} ${server}`)
  await expect(optionsOf(page).first()).toContainText(username)
  const active = await fieldOf(page).getAttribute('aria-activedescendant')
  await expect(optionsOf(page).first()).toHaveAttribute('id', active ?? 'none')
  await page.keyboard.press('Enter')
  await expect(panelOf(page, username)).toBeVisible()
  await expect(page).toHaveURL(/#\/ftp\?row=/)
}

async function findJobServerAndView(page: Page, [first, second]: readonly DemoPanelServer[]): Promise<void> {
  const job = first?.jobs[0]?.name ?? ''
  await page.keyboard.press('Escape')
  await openPalette(page, `${job} ${first?.name ?? ''}`)
  await page.keyboard.press('Enter')
  await expect(panelOf(page, job)).toBeVisible()
  await page.keyboard.press('Escape')
  await openPalette(page, second?.name ?? '')
  await page.keyboard.press('Enter')
  await expect(panelOf(page, second?.name ?? '')).toBeVisible()
  await openPalette(page, 'no restr')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/view=suggested-open/)
}

async function runActions(page: Page): Promise<void> {
  await openPalette(page, 'new ftp')
  await expect(optionsOf(page).first()).toContainText('New FTP account…')
  await page.keyboard.press('Enter')
  await expect(dialogOf(page, 'New FTP account')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialogOf(page, 'New FTP account')).toBeHidden()
  await openPalette(page, 'dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
}

async function repeatRecentOnes(page: Page, username: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await expect(optionsOf(page).first()).toContainText('Use the dark theme')
  await page.keyboard.press('ArrowDown')
  await expect(optionsOf(page).nth(1)).toHaveAttribute('data-highlighted', '')
  await page.keyboard.type('zzzz')
  await expect(paletteOf(page).getByText('Nothing by that name')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(paletteOf(page)).toBeHidden()
  expect(await rowOf(page, 'ftp', username).count()).toBeGreaterThanOrEqual(0)
}

test('the palette finds servers, accounts, jobs, views and actions, by keyboard alone', async ({
  page,
  app,
  startFleet,
}) => {
  const fleet = await startFleet({ panels: 2, accounts: 8, jobs: 4, seed: 1 })
  for (const panel of fleet.panels) await app.add(panel)
  await app.call('inventory.refresh', {})
  const [first] = fleet.panels
  const username = first?.accounts[0]?.username ?? ''
  await app.open(page, '/overview')
  await expect(page.getByRole('region', { name: 'Needs attention' })).toBeVisible()

  await test.step('an account opens in its panel', () => findAccount(page, username, first?.name ?? ''))
  await test.step('a job, a server and a view are found as well', () => findJobServerAndView(page, fleet.panels))
  await test.step('actions run, including those of the open screen', () => runActions(page))
  await test.step('recent items come first, no match is said, Esc closes', () => repeatRecentOnes(page, username))
})

const account = (index: number) => ({
  username: `lotus_site${index}`,
  owner: 'lotus',
  homeDir: '/home',
  quotaMb: 0,
  readOnly: false,
  enabled: true,
  domain: null,
  allowedIps: null,
  createdAt: null,
  updatedAt: null,
})

// Rows in core's format, put in place of the answer to the page's own request. No panel could list that many in the
// time of a test.
async function listManyRows(page: Page, serverId: string): Promise<void> {
  await page.route('**/call', async (route) => {
    const { method, input } = route.request().postDataJSON() as { method: string; input: { kind?: string } }
    if (method !== 'rows.list' || input.kind !== 'ftp') return route.continue()
    const slices = [
      {
        serverId,
        kind: 'ftp',
        readAtMs: Date.now(),
        total: 100_000,
        rows: Array.from({ length: 100_000 }, (_, index) => account(index)),
      },
    ]
    return route.fulfill({ json: { ok: true, seq: 1e9, value: slices } })
  })
}

/** From now on the page's clock moves 1 ms with each reading and at no other time: it counts work, not time. */
async function countClockReads(page: Page, field: Locator) {
  const fieldHandle = await field.elementHandle()
  const counterHandle = await page.evaluateHandle(() => {
    const counter = { count: 0 }
    performance.now = () => (counter.count += 1)
    return counter
  })
  const clockReads = () => counterHandle.evaluate(({ count }) => count)
  const clockReadsOfKeyPress = (text: string) =>
    counterHandle.evaluate(
      async (counter, [input, value]) => {
        const before = counter.count
        ;(input as HTMLInputElement).value = value
        input?.dispatchEvent(new InputEvent('input', { bubbles: true }))
        await new Promise((done) => queueMicrotask(() => queueMicrotask(() => done(undefined))))
        return counter.count - before
      },
      [fieldHandle, text] as const,
    )
  return { clockReads, clockReadsOfKeyPress }
}

test('with 100,000 rows a key press does not block the page, and Enter uses what was typed last', async ({
  page,
  app,
}) => {
  test.setTimeout(120_000)
  await app.open(page, '/settings')
  const server = await app.call('servers.add', { draft: { name: 'web-01', url: 'https://203.0.113.10:2083' } })
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Servers 1' })).toBeVisible()
  await listManyRows(page, server.id)
  await page.reload()
  await app.open(page, '/settings')
  await expect(page.getByRole('link', { name: 'FTP accounts 100,000' })).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('ControlOrMeta+k')
  const field = fieldOf(page)
  await field.fill('warm')
  await expect(page.getByText('Nothing by that name')).toBeVisible({ timeout: 20_000 })
  const { clockReads, clockReadsOfKeyPress } = await countClockReads(page, field)
  // A key press ends after a few steps of its search, and a whole search takes two hundred steps.
  for (const text of ['s', 'si', 'sit', 'site', 'site9', 'site99']) {
    const count = await clockReadsOfKeyPress(text)
    expect(count, text).toBeGreaterThan(0)
    expect(count, text).toBeLessThan(10)
  }
  const before = await clockReads()
  expect(await clockReadsOfKeyPress('site999')).toBeLessThan(10)
  await expect(page.getByRole('option').first()).toContainText('lotus_site999')
  expect((await clockReads()) - before).toBeGreaterThan(200)
  await field.fill('site7')
  await field.pressSequentially('7777')
  await page.keyboard.press('Enter')
  await expect(panelOf(page, 'lotus_site77777')).toBeVisible()
})
