import { emptyState } from '../../src/demo/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { expect, startApp, test, type AppUnderTest } from './app.ts'
import { dialogOf, goTo, gridOf, rowOf, toastOf, undo } from './screens.ts'
import type { Page } from '@playwright/test'

const state = () => ({
  ...emptyState('lotus'),
  accounts: [
    accountOf({ username: 'lotus_deploy' }, Date.now()),
    accountOf({ username: 'lotus_media', allowedIps: ['203.0.113.7/32'] }, Date.now()),
    accountOf({ username: 'kim_design' }, Date.now()),
  ],
})
const viewsOf = (page: Page) => page.getByRole('navigation', { name: 'Views' })
const filterOf = (page: Page) => page.getByRole('combobox', { name: 'Filter the accounts' })
const withPanel = async (
  app: AppUnderTest,
  startPanel: (options: {
    name: string
    state: ReturnType<typeof state>
  }) => Promise<Parameters<AppUnderTest['add']>[0]>,
) => {
  const panel = await startPanel({ name: 'web-01', state: state() })
  const server = await app.add(panel)
  await app.call('inventory.refresh', {})
  return server
}

async function expectFirstViews(page: Page): Promise<void> {
  await expect(viewsOf(page).getByRole('link', { name: /No restriction/ })).toContainText('2')
  await expect(viewsOf(page).getByRole('link', { name: /Failing jobs/ })).toContainText('0')
}

async function saveView(page: Page): Promise<void> {
  await filterOf(page).fill('lotus')
  await page.getByRole('button', { name: 'Save view' }).click()
  const dialog = dialogOf(page, 'Save this view')
  await dialog.getByRole('button', { name: 'Save view' }).click()
  await expect(dialog.getByText('A view needs a name.')).toBeVisible()
  await dialog.getByLabel('Name').fill('Client: Lotus')
  await dialog.getByLabel('Name').press('Enter')
  await expect(toastOf(page, 'The view Client: Lotus is in the side bar')).toBeVisible()
  await expect(page).toHaveURL(/#\/ftp\?view=/)
  await expect(viewsOf(page).getByRole('link', { name: /Client: Lotus/ })).toContainText('2')
  await expect(viewsOf(page).getByRole('link', { name: /Client: Lotus/ })).toHaveAttribute('aria-current', 'page')
}

async function followPanel(page: Page, app: AppUnderTest, serverId: string): Promise<void> {
  const keys = [`${serverId}/ftp/lotus_media`]
  await app.call('change.apply', { intent: { action: { type: 'ftp.remove' }, keys }, confirm: { typed: 'delete' } })
  await expect(viewsOf(page).getByRole('link', { name: /Client: Lotus/ })).toContainText('1')
}

async function changeBetweenViewAndTable(page: Page): Promise<void> {
  await goTo(page, 'FTP accounts')
  await expect(page).toHaveURL(/#\/ftp$/)
  await viewsOf(page)
    .getByRole('link', { name: /No restriction/ })
    .click()
  await expect(filterOf(page)).toHaveValue('ip:any')
  await viewsOf(page)
    .getByRole('link', { name: /Client: Lotus/ })
    .click()
  await expect(filterOf(page)).toHaveValue('lotus')
}

async function updateAndUndo(page: Page, app: AppUnderTest): Promise<void> {
  await filterOf(page).fill('lotus ip:any')
  await page.getByRole('button', { name: 'View changed' }).click()
  await page.getByRole('menuitem', { name: 'Update “Client: Lotus”' }).click()
  await expect(page.getByRole('button', { name: 'View changed' })).toBeHidden()
  await undo(page, 'Client: Lotus now shows what the table shows')
  await expect(toastOf(page, 'Client: Lotus is as it was before')).toBeVisible()
  expect((await app.call('views.list', {})).views.find(({ name }) => name === 'Client: Lotus')?.query).toBe('lotus')
}

async function chooseColumnsInView(page: Page, app: AppUnderTest): Promise<void> {
  const owner = gridOf(page, 'ftp').getByRole('columnheader').filter({ hasText: 'Owner' })
  await page.getByRole('button', { name: 'Choose columns' }).click()
  await page.getByRole('checkbox', { name: 'Owner' }).press(' ')
  await page.keyboard.press('Escape')
  await expect(owner).toHaveCount(1)
  await page.getByRole('button', { name: 'View changed' }).click()
  await page.getByRole('menuitem', { name: 'Update “Client: Lotus”' }).click()
  await expect(page.getByRole('button', { name: 'View changed' })).toBeHidden()
  await goTo(page, 'FTP accounts')
  await expect(owner).toHaveCount(0)
  await viewsOf(page)
    .getByRole('link', { name: /Client: Lotus/ })
    .click()
  await expect(owner).toHaveCount(1)
  expect((await app.call('settings.get', {})).columns).toEqual({})
}

async function renameRemoveAndUndo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Actions for the view No restriction' }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await dialogOf(page, 'Rename the view').getByLabel('Name').fill('Open to all')
  await dialogOf(page, 'Rename the view').getByLabel('Name').press('Enter')
  await expect(viewsOf(page).getByRole('link', { name: /Open to all/ })).toBeVisible()
  await page.getByRole('button', { name: 'Actions for the view Open to all' }).click()
  await page.getByRole('menuitem', { name: 'Remove view' }).click()
  await expect(viewsOf(page).getByRole('link', { name: /Open to all/ })).toBeHidden()
  await undo(page, 'The view Open to all was removed')
  await expect(viewsOf(page).getByRole('link').first()).toContainText('Open to all')
}

test('a filter becomes a view with an address and a live count, and is renamed, updated, removed and restored', async ({
  page,
  app,
  startPanel,
}) => {
  const server = await withPanel(app, startPanel)
  await app.open(page, '/ftp')

  await test.step('the first views exist, with their counts', () => expectFirstViews(page))
  await test.step('a saved view has an address of its own', () => saveView(page))
  await test.step('its count follows the panel', () => followPanel(page, app, server.id))
  await test.step('the whole table is as the user left it, and the view as it was saved', () =>
    changeBetweenViewAndTable(page))
  await test.step('a view is updated, with undo', () => updateAndUndo(page, app))
  await test.step('a view has its own columns, and the whole table keeps its own', () => chooseColumnsInView(page, app))
  await test.step('a view is renamed and removed, and Undo restores it in its position', () =>
    renameRemoveAndUndo(page))
})

test('the next start opens the view that was open, and a removed view does not come back', async ({
  page,
  app,
  startPanel,
}) => {
  await withPanel(app, startPanel)
  await app.open(page, '/ftp')
  await viewsOf(page)
    .getByRole('link', { name: /No restriction/ })
    .click()
  await expect(rowOf(page, 'ftp', 'lotus_media')).toHaveCount(0)
  await app.call('views.remove', { id: 'suggested-missed' })
  await expect.poll(async () => (await app.call('views.list', {})).lastOpenId).toBe('suggested-open')
  await page.goto('about:blank')
  await app.stop()

  const again = await startApp(app.dataDir)
  try {
    await again.open(page)
    await expect(page).toHaveURL(/#\/ftp\?view=suggested-open$/)
    await expect(gridOf(page, 'ftp').getByRole('row')).toHaveCount(3)
    await expect(viewsOf(page).getByRole('link')).toHaveCount(2)
    await goTo(page, 'Servers')
    await expect.poll(async () => (await again.call('views.list', {})).lastOpenId).toBe(null)
    // The same applies to a page that starts at an address of its own.
    await viewsOf(page)
      .getByRole('link', { name: /No restriction/ })
      .click()
    await expect.poll(async () => (await again.call('views.list', {})).lastOpenId).toBe('suggested-open')
    await page.goto('about:blank')
    await page.goto(`${again.url}/#/servers`)
    await expect.poll(async () => (await again.call('views.list', {})).lastOpenId).toBe(null)
    await page.goto(`${again.url}/#/ftp?view=gone`)
    await expect(toastOf(page, 'That view is gone')).toBeVisible()
    await page.goto('about:blank')
  } finally {
    await again.stop()
  }
})
