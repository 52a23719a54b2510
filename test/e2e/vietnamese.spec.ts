import type { Locator, Page } from '@playwright/test'
import type { DemoFleet } from '../../src/demo/fleet.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { expectAccessibleWords, finishAnimations } from './accessibility.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { clippedWords, englishIn, fillPlaceholders, vi } from './languages.ts'

/** Expects no English sentence on the screen or in what is read out, no clipped words, and no finding of axe. */
async function checkScreen(page: Page, screen: string): Promise<void> {
  await finishAnimations(page)
  expect.soft(await englishIn(page), `${screen}: English`).toEqual([])
  expect.soft(await clippedWords(page), `${screen}: clipped`).toEqual([])
  await expectAccessibleWords(page, `${screen}: axe`)
}

const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true })
/** Goes to another screen by the side bar and waits for it. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: vi.shell.mainNav }).getByRole('link', { name }).click()
  await expect(page).toHaveTitle(new RegExp(`^${name} –`))
}
const panel = (page: Page) => page.getByRole('complementary')
const row = (page: Page, name: string) => page.getByRole('grid').getByRole('row').filter({ hasText: name }).first()

test.describe.configure({ timeout: 180_000 })
test.use({ viewport: { width: 1280, height: 800 }, contextOptions: { reducedMotion: 'reduce' } })

test('the language is chosen in Settings, applies at once, is stored, and can be changed back', async ({
  page,
  app,
}) => {
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname))
  const html = page.locator('html')
  await app.open(page, '/settings')
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
  await expect(html).toHaveAttribute('lang', 'en')
  const vietnamese = () => fetched.filter((path) => /\/vi-[^/]*\.js$/.test(path))
  expect(vietnamese()).toEqual([])

  await page.getByRole('group', { name: 'Language' }).getByText('Tiếng Việt').click()
  await expect(page.getByRole('heading', { name: vi.settings.look.title })).toBeVisible()
  await expect(html).toHaveAttribute('lang', 'vi')
  await expect(page).toHaveTitle(`${vi.screens.settings} – Wisdeck`)
  expect(vietnamese().length).toBeGreaterThan(0)
  // The focus stays where it was.
  await expect(page.getByRole('radio', { name: 'Tiếng Việt' })).toBeFocused()

  await page.reload()
  await expect(page.getByRole('heading', { name: vi.settings.look.title })).toBeVisible()
  await page.getByRole('group', { name: vi.settings.look.language }).getByText('English').click()
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
  await expect(html).toHaveAttribute('lang', 'en')
})

test('suggested views follow the language, unless they were renamed', async ({ page, app, startPanel }) => {
  await app.add(await startPanel({ name: 'web-01' }))
  await app.open(page, '/settings')
  const views = page.getByRole('navigation').getByRole('link')
  await expect(views.filter({ hasText: 'No restriction' })).toBeVisible()
  const [failing] = (await app.call('views.list', {})).views.filter(({ id }) => id === 'suggested-failing')
  await app.call('views.save', { id: 'suggested-failing', view: { kind: failing?.kind ?? 'cron', name: 'Mine' } })
  await page.getByRole('group', { name: 'Language' }).getByText('Tiếng Việt').click()
  await expect(views.filter({ hasText: vi.field.unrestricted })).toBeVisible()
  await expect(views.filter({ hasText: vi.views.suggested.missed })).toBeVisible()
  await expect(views.filter({ hasText: 'Mine' })).toBeVisible()
  await page.getByRole('group', { name: vi.settings.look.language }).getByText('English').click()
  await expect(views.filter({ hasText: 'No restriction' })).toBeVisible()
})

test.describe('on a desktop in Vietnamese', () => {
  test.use({ locale: 'vi-VN' })

  test('the first start is in Vietnamese', async ({ page, freshApp }) => {
    await freshApp.open(page)
    await expect(button(page, vi.welcome.skip)).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', 'vi')
    await checkScreen(page, 'welcome')
  })
})

/** Two servers, of which the second is unreachable, as a user sees them in Vietnamese. */
async function fleetInVietnamese(
  app: AppUnderTest,
  { panels }: DemoFleet,
): Promise<readonly [DemoPanelServer, DemoPanelServer]> {
  const [first, second] = panels
  if (first === undefined || second === undefined) throw new Error('The fleet is too small')
  await app.call('settings.set', { language: 'vi' })
  for (const each of panels)
    await app.add(each, { tags: ['lotus', 'web'], folder: 'Hoa Sen', environment: 'production', colour: 'teal' })
  await app.call('inventory.refresh', {})
  await second.setFault('dead', true)
  await app.call('inventory.refresh', {})
  return [first, second]
}
const fleet = { panels: 2, accounts: 6, jobs: 6, seed: 1 }

test('servers in Vietnamese', async ({ page, app, startFleet }) => {
  const [first, second] = await fleetInVietnamese(app, await startFleet(fleet))
  await app.open(page, '/servers')
  await expect(page.getByRole('grid').getByText(vi.servers.status.unreachable)).toBeVisible()
  await checkScreen(page, 'servers')
  await row(page, second.name).getByText(second.name, { exact: true }).first().click()
  await expect(panel(page)).toBeVisible()
  await checkScreen(page, 'an unreachable server')
  await row(page, first.name).getByText(first.name, { exact: true }).first().click()
  for (const tab of [vi.servers.panel.trust, vi.field.ftpService, vi.servers.panel.notes]) {
    await panel(page).getByRole('tab', { name: tab }).click()
    await checkScreen(page, `a server: ${tab}`)
  }
  await button(panel(page), vi.action.editAsk).click()
  await button(page.getByRole('dialog'), vi.action.testConnection).click()
  await expect(page.getByRole('dialog').getByText(vi.servers.test.title)).toBeVisible()
  await checkScreen(page, 'editing a server, tested')
  await page.keyboard.press('Escape')

  await button(page, vi.servers.add).click()
  await page.getByRole('dialog').getByLabel(vi.servers.dialog.address).fill('ftp://x')
  await page.keyboard.press('Tab')
  await checkScreen(page, 'adding a server, with a mistake')
  await page.keyboard.press('Escape')
  await button(page, vi.action.discard).click()
})

test('settings, activity and shortcuts in Vietnamese', async ({ page, app, startFleet }) => {
  await fleetInVietnamese(app, await startFleet(fleet))
  await app.open(page, '/settings')
  await expect(page.getByRole('heading', { name: vi.settings.look.title })).toBeVisible()
  await checkScreen(page, 'settings')
  await goTo(page, vi.screens.activity)
  await page.getByRole('grid').getByRole('row').nth(1).click()
  await expect(panel(page)).toBeVisible()
  await checkScreen(page, 'activity')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: vi.settings.keys.sheetTitle })).toBeVisible()
  await checkScreen(page, 'shortcuts')
})

test('FTP accounts in Vietnamese', async ({ page, app, startFleet }) => {
  const [first] = await fleetInVietnamese(app, await startFleet(fleet))
  await app.open(page, '/ftp')
  const account = first.accounts.find(({ allowedIps }) => allowedIps.length > 1)?.username ?? ''
  await page.getByRole('combobox', { name: vi.kinds.ftp.filter }).fill(`-enabled:no server:${first.name}`)
  await page.getByRole('button', { name: fillPlaceholders(vi.fleet.trouble.title_other, { n: 1 }) }).click()
  await checkScreen(page, 'FTP accounts, filtered, with a server in trouble')
  await page.getByRole('combobox', { name: vi.kinds.ftp.filter }).fill(account)
  await page.getByRole('checkbox', { name: fillPlaceholders(vi.shell.grid.selectRow, { name: account }) }).click()
  await row(page, account).getByText(account, { exact: true }).first().click()
  await checkScreen(page, 'an account, selected')
  await button(panel(page), vi.ftp.ips.edit).click()
  await panel(page).getByLabel(vi.ftp.ips.field).fill('0.0.0.0/0\n10.0.0.1\nnonsense')
  await checkScreen(page, 'editing addresses, with a mistake')
  await button(panel(page), vi.action.cancel).click()
  await button(panel(page), vi.action.deleteOnServerAsk).click()
  await checkScreen(page, 'deleting an account')
  await page.keyboard.press('Escape')
  await button(page, vi.kinds.ftp.create).click()
  await button(page.getByRole('dialog'), vi.ftp.password.generate).click()
  await checkScreen(page, 'a new account')
  await page.keyboard.press('Escape')
})

test('cron jobs in Vietnamese', async ({ page, app, startFleet }) => {
  const [first] = await fleetInVietnamese(app, await startFleet(fleet))
  await app.open(page, '/cron')
  const job = first.jobs[0]?.name ?? ''
  await page.getByRole('combobox', { name: vi.kinds.cron.filter }).fill(`server:${first.name}`)
  await expect(row(page, job)).toBeVisible()
  await checkScreen(page, 'cron jobs')
  await row(page, job).getByText(job, { exact: true }).first().click()
  await expect(panel(page).getByText(vi.cron.runs.title).first()).toBeVisible()
  await checkScreen(page, 'a job')
  await panel(page).getByRole('tab', { name: vi.cron.panel.logs }).click()
  await checkScreen(page, 'a job: its log')
  await panel(page).getByRole('tab', { name: vi.field.notes }).click()
  await checkScreen(page, 'a job: notes')
  await button(panel(page), vi.action.edit).click()
  await page.getByRole('dialog').getByLabel(vi.cron.editor.expr).fill('99 * * * *')
  await checkScreen(page, 'editing a job, with a mistake')
})

test('IP sets in Vietnamese', async ({ page, app, startFleet }) => {
  const [first] = await fleetInVietnamese(app, await startFleet(fleet))
  await app.open(page, '/ip-sets')
  await expect(page.getByRole('heading', { name: vi.ipSets.empty.title })).toBeVisible()
  await checkScreen(page, 'no IP sets')
  await button(page, vi.ipSets.add).first().click()
  await panel(page).getByLabel(vi.ipSets.form.addresses).fill('10.0.0.1-10.0.0.6\n203.0.113.300')
  await button(panel(page), vi.ipSets.form.create).click()
  await checkScreen(page, 'a new IP set, with a mistake')
  await button(panel(page), vi.action.cancel).click()
  await checkScreen(page, 'asked whether to discard')
  await button(page, vi.ipSets.form.discard).click()
  const list = first.accounts.find(({ allowedIps }) => allowedIps.length > 1)?.allowedIps ?? []
  await app.call('ipSets.save', { set: { name: 'Văn phòng', note: 'Hỏi Kim', text: list.join('\n') } })
  await row(page, 'Văn phòng').getByText('Văn phòng', { exact: true }).first().click()
  await expect(button(panel(page), vi.action.edit)).toBeVisible()
  await checkScreen(page, 'an IP set in use')
  await page.keyboard.press('F2')
  await panel(page).getByLabel(vi.ipSets.form.addresses).fill('192.0.2.99')
  await button(panel(page), vi.ipSets.form.save).click()
  await expect(panel(page).getByText(vi.ipSets.former.title)).toBeVisible()
  await checkScreen(page, 'an edited IP set')
})

test('a word to confirm may be typed without its accents', async ({ page, app, startFleet }) => {
  await app.call('settings.set', { language: 'vi' })
  const { panels } = await startFleet({ panels: 1, accounts: 3, jobs: 1, seed: 1 })
  const [web] = panels
  if (web === undefined) throw new Error('No panel')
  await app.add(web)
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  const { username = '' } = web.accounts[0] ?? {}
  await row(page, username).getByText(username, { exact: true }).first().click()
  await button(panel(page), vi.action.deleteOnServerAsk).click()
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await dialog.getByRole('textbox').fill('xoa')
  await button(dialog, vi.action.deleteOnServer).click()
  await expect(page.getByText(fillPlaceholders(vi.ftp.done.deleted, { name: username }), { exact: true })).toBeVisible()
  expect(web.accounts.map((account) => account.username)).not.toContain(username)
})
