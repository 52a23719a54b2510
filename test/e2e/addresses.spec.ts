import type { Locator, Page } from '@playwright/test'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { linkOf, locationOfLink } from '../../src/shared/links.ts'
import type { Location } from '../../src/shared/model/location.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { interceptEvents, navigate } from './navigate.ts'
import { dialogOf, gridOf, goTo, openRow, panelOf, rowOf, screens, toastOf } from './screens.ts'

const now = Date.now()
const accounts = ['lotus_deploy', 'lotus_media', 'lotus_shop']
const state = {
  ...emptyState('lotus'),
  accounts: accounts.map((username) => accountOf({ username, allowedIps: ['203.0.113.7'] }, now - 86_400_000)),
  jobs: [jobOf({ id: 7, name: 'nightly', cronExpr: '0 2 * * *', owner: 'lotus' }, now)],
}

/** Opens a link as the desktop does: the page receives only the location of the link. */
async function followLink(page: Page, link: string): Promise<void> {
  const location = locationOfLink(link)
  if (location === null) throw new Error(`${link} leads nowhere`)
  await navigate(page, location)
}

/** Changes the quota of one account in a run, and returns the run's id. */
async function runOnce(app: AppUnderTest, key: string): Promise<string> {
  const intent = { action: { type: 'ftp.edit', patch: { quotaMb: 77 } }, keys: [key] } as const
  const { id: planId } = await app.call('bulk.plan', { planningId: 'once', intent })
  const { id } = await app.call('bulk.start', { planId, confirm: {} })
  await expect.poll(async () => (await app.call('bulk.runs', {}))[0]?.state).toBe('done')
  return id
}

test('every screen opens by its link, from the side bar and from the palette', async ({ page, app }) => {
  await interceptEvents(page)
  await app.open(page, '/settings')
  const heading = (name: string) => page.getByRole('heading', { level: 1, name })
  for (const { name, title } of screens) {
    await test.step(title, async () => {
      await page.keyboard.press('ControlOrMeta+k')
      await page.keyboard.type(title)
      await page.getByRole('option', { name: title }).filter({ hasText: 'Screen' }).click()
      await expect(heading(title)).toBeVisible()
      const [other] = screens.filter((each) => each.name !== name)
      await goTo(page, other?.title ?? title)
      await followLink(page, `wisdeck://${name}`)
      await expect(heading(title)).toBeVisible()
      await expect(page).toHaveTitle(`${title} – Wisdeck`)
      await goTo(page, title)
    })
  }
})

test('everything that can be shown has a link, a reload returns to it, and a link changes nothing', async ({
  page,
  app,
  startPanel,
}) => {
  const { id: server } = await app.add(await startPanel({ name: 'web-01', token: 'wsp_00web', state }))
  await app.call('inventory.refresh', {})
  const set = await app.call('ipSets.save', { set: { name: 'Office', note: '', text: '203.0.113.7' } })
  const view = await app.call('views.save', { view: { kind: 'ftp', name: 'Media', query: 'media' } })
  const run = await runOnce(app, `${server}/ftp/lotus_shop`)
  const before = await app.call('activity.list', {})

  const shown: readonly [location: Location, seen: Locator][] = [
    [{ screen: 'servers', query: { server } }, panelOf(page, 'web-01')],
    [{ screen: 'ftp', query: { row: `${server}/ftp/lotus_media` } }, panelOf(page, 'lotus_media')],
    [{ screen: 'cron', query: { row: `${server}/cron/7` } }, panelOf(page, 'nightly')],
    [{ screen: 'ip-sets', query: { set: set.id } }, panelOf(page, 'Office')],
    [
      { screen: 'ftp', query: { view: view.id } },
      page.getByRole('navigation').locator('[aria-current="page"]', { hasText: 'Media' }),
    ],
    [{ screen: 'runs', query: { run } }, dialogOf(page, /quota/i)],
  ]
  await interceptEvents(page)
  await app.open(page, '/settings')
  for (const [location, seen] of shown) {
    await test.step(linkOf(location), async () => {
      await followLink(page, linkOf(location))
      await expect(seen).toBeVisible()
      await page.reload()
      await expect(seen).toBeVisible()
    })
  }
  expect(await app.call('activity.list', {})).toEqual(before)
})

test('a link to something that does not exist says so and shows only the screen', async ({ page, app, startPanel }) => {
  const { id: server } = await app.add(await startPanel({ name: 'web-01', token: 'wsp_00web', state }))
  await app.call('inventory.refresh', {})
  await interceptEvents(page)
  await app.open(page, '/settings')
  const links = [
    'servers/gone',
    'ftp/gone',
    'cron/gone',
    `ftp/${server}/gone`,
    'ftp/gone/gone',
    `cron/${server}/99`,
    'ip-sets/gone',
  ]
  for (const link of links) {
    await test.step(link, async () => {
      await followLink(page, `wisdeck://${link}`)
      await expect(page).toHaveURL(new RegExp(`#/${link.split('/')[0]}$`))
      const reported = toastOf(page, 'Nothing was found under this link').last()
      await expect(reported).toBeVisible()
      await reported.getByRole('button', { name: 'Dismiss' }).click()
      await expect(page.getByRole('complementary')).toHaveCount(0)
    })
  }
  await followLink(page, 'wisdeck://runs/gone')
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  await followLink(page, 'wisdeck://ftp/views/gone')
  await expect(toastOf(page, 'That view is gone')).toBeVisible()
})

test('Back and Forward lead through the opened rows, and stop at unsaved input', async ({ page, app, startPanel }) => {
  await app.add(await startPanel({ name: 'web-01', token: 'wsp_00web', state }))
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  await openRow(page, 'ftp', 'lotus_deploy')
  await openRow(page, 'ftp', 'lotus_shop')
  await page.goBack()
  await expect(panelOf(page, 'lotus_deploy')).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await page.goForward()
  await expect(panelOf(page, 'lotus_deploy')).toBeVisible()

  // The side panel follows the arrow keys. All arrow keys together are one step of the history.
  await gridOf(page, 'ftp').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(panelOf(page, 'lotus_shop')).toBeVisible()
  await expect(page).toHaveURL(/lotus_shop$/)
  await page.goBack()
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await page.goForward()

  const panel = panelOf(page, 'lotus_shop')
  await panel.getByRole('button', { name: 'Edit' }).click()
  const field = panel.getByRole('textbox', { name: 'Addresses that may sign in' })
  await field.fill('198.51.100.0/24')
  await page.evaluate(() => history.back())
  await expect(toastOf(page, 'So FTP accounts was not opened.')).toBeVisible()
  await expect(field).toHaveValue('198.51.100.0/24')
  await expect(page).toHaveURL(/lotus_shop$/)
  await toastOf(page, 'So FTP accounts').getByRole('button', { name: 'Discard and go' }).click()
  await expect(page.getByRole('complementary')).toHaveCount(0)
})

test('text typed into a form outlives a link to a run and to another set', async ({ page, app, startPanel }) => {
  const { id: server } = await app.add(await startPanel({ name: 'web-01', token: 'wsp_00web', state }))
  await app.call('inventory.refresh', {})
  const run = await runOnce(app, `${server}/ftp/lotus_shop`)
  for (const name of ['Office', 'Studio'])
    await app.call('ipSets.save', { set: { name, note: '', text: '203.0.113.7' } })
  const [office] = await app.call('ipSets.list', {})
  await interceptEvents(page)

  await app.open(page, '/ftp')
  await page.getByRole('checkbox', { name: 'Select all rows that match the filter' }).click()
  await page.getByRole('button', { name: 'IP restrictions…' }).click()
  const addresses = page.getByLabel('Addresses', { exact: true })
  const closing = dialogOf(page, 'Close without keeping this?')
  await addresses.fill('203.0.113.0/28')
  await followLink(page, `wisdeck://runs/${run}`)
  await closing.getByRole('button', { name: 'Cancel' }).click()
  await expect(addresses).toHaveValue('203.0.113.0/28')
  await followLink(page, `wisdeck://runs/${run}`)
  // The icon button in the corner has the same name.
  await closing.getByText('Close', { exact: true }).last().click()
  await expect(dialogOf(page, /quota/i)).toBeVisible()
  await page.keyboard.press('Escape')

  await goTo(page, 'IP sets')
  await openRow(page, 'sets', 'Studio')
  await page.keyboard.press('F2')
  const text = page.getByRole('complementary').getByLabel('Addresses')
  const discarding = dialogOf(page, 'Discard what you have typed?')
  await text.fill('192.0.2.99')
  await followLink(page, `wisdeck://ip-sets/${office?.id ?? ''}`)
  await discarding.getByRole('button', { name: 'Cancel' }).click()
  await expect(text).toHaveValue('192.0.2.99')
  await followLink(page, `wisdeck://ip-sets/${office?.id ?? ''}`)
  await discarding.getByRole('button', { name: 'Discard' }).click()
  await expect(panelOf(page, 'Office')).toBeVisible()
})

test('the link of a row is copied from its menu', async ({ page, app, startPanel, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { id: server } = await app.add(await startPanel({ name: 'web-01', token: 'wsp_00web', state }))
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  await rowOf(page, 'ftp', 'lotus_shop').getByRole('button').last().click()
  await page.getByRole('menuitem', { name: 'Copy link' }).click()
  await expect(toastOf(page, 'The link was copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`wisdeck://ftp/${server}/lotus_shop`)
})
