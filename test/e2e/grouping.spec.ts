import type { Locator, Page } from '@playwright/test'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { editAccount } from '../kit/change-row.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { dialogOf, goTo, gridOf, groupHeaderOf, rowOf, toastOf } from './screens.ts'

const fleet = { panels: 3, accounts: 12, jobs: 6, seed: 1 }

async function openGroups(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Group by/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menu', { name: 'Group by' })).toBeVisible()
}
/** Chooses a menu item by typing its first letters. */
async function groupBy(page: Page, name: string): Promise<void> {
  await openGroups(page)
  // A space would choose the item that the first word has found.
  await page.keyboard.type(name.split(' ')[0] ?? '')
  await expect(page.getByRole('menuitemradio', { name })).toBeFocused()
  await page.keyboard.press('Enter')
}
/** Returns the row on which the keyboard is. While the rows are scrolled to it, there is none for a moment. */
async function activeRow(page: Page): Promise<Locator> {
  const grid = gridOf(page, 'ftp')
  await expect(grid).toHaveAttribute('aria-activedescendant', /./)
  return page.locator(`#${await grid.getAttribute('aria-activedescendant')}`)
}

/** Adds three panels and opens the table of accounts. Returns the servers and their numbers of accounts, by name. */
async function openTable(page: Page, app: AppUnderTest, panels: readonly Parameters<AppUnderTest['add']>[0][]) {
  for (const [at, panel] of panels.entries())
    await app.add(panel, { tags: at === 0 ? ['lotus', 'web'] : [], environment: at === 0 ? 'production' : 'none' })
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  const counts = (await app.call('rows.list', { kind: 'ftp' })).map(({ serverId, rows }) => ({
    serverId,
    count: rows.length,
  }))
  const servers = await app.call('servers.list', {})
  return counts
    .map(({ serverId, count }) => ({ name: servers.find(({ id }) => id === serverId)?.name ?? '', count }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

interface Group {
  readonly name: string
  readonly count: number
}
/** The groups by server, as they stand; how many rows and groups there are; and what is known of the first panel. */
interface Groups {
  readonly first: Group | undefined
  readonly second: Group | undefined
  readonly third: Group | undefined
  readonly total: number
  readonly count: number
  readonly production: string
  readonly username: string
}

async function groupByServer(page: Page, { first, total, count, production }: Groups): Promise<void> {
  await groupBy(page, 'Server')
  await expect(page.getByRole('treegrid', { name: 'FTP accounts' })).toHaveAttribute(
    'aria-rowcount',
    String(total + count + 1),
  )
  await expect(page.getByRole('button', { name: 'Group by: Server' })).toBeFocused()
  await expect(groupHeaderOf(page, 'ftp', first?.name ?? '')).toContainText(`${first?.count} accounts`)
  await expect(groupHeaderOf(page, 'ftp', first?.name ?? '')).toHaveAttribute('aria-rowindex', '2')
  await expect(groupHeaderOf(page, 'ftp', production)).toContainText('Production')
}

async function foldAndUnfold(page: Page, { first, second, total, count }: Groups): Promise<void> {
  await gridOf(page, 'ftp').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(await activeRow(page)).toHaveAttribute('aria-level', '2')
  await page.keyboard.press('ArrowLeft')
  await expect(await activeRow(page)).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowLeft')
  await expect(await activeRow(page)).toHaveAttribute('aria-expanded', 'false')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(total + count + 1 - (first?.count ?? 0)))
  await expect(groupHeaderOf(page, 'ftp', second?.name ?? '')).toHaveAttribute('aria-rowindex', '3')
}

async function selectFoldedGroup(page: Page, { first }: Groups): Promise<void> {
  await page.keyboard.press(' ')
  await expect(page.getByText(`${first?.count} selected on one server`).first()).toBeVisible()
  await expect(groupHeaderOf(page, 'ftp', first?.name ?? '')).toContainText(`${first?.count} selected`)
  await expect(page.getByRole('checkbox', { name: `Select all of ${first?.name}` })).toBeChecked()
}

async function selectRangeOverHeaders(page: Page, { first, second }: Groups): Promise<void> {
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowUp')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(page.getByText(`${(first?.count ?? 0) + 1} selected on 2 servers`).first()).toBeVisible()
  const box = page.getByRole('checkbox', { name: `Select all of ${second?.name}` })
  expect(await box.evaluate((input: HTMLInputElement) => input.indeterminate)).toBe(true)
  await box.click()
  await expect(
    page.getByText(`${(first?.count ?? 0) + (second?.count ?? 0)} selected on 2 servers`).first(),
  ).toBeVisible()
  await box.click()
  await expect(page.getByText(`${first?.count} selected on one server`).first()).toBeVisible()
}

async function selectAllOfFoldedGroups(page: Page, { third, total, count }: Groups): Promise<void> {
  await openGroups(page)
  await page.keyboard.type('Collapse')
  await page.keyboard.press('Enter')
  // The menu returns the focus when it is closed; a focus set before that would be taken away again.
  await expect(page.getByRole('button', { name: /^Group by/ })).toBeFocused()
  const grid = gridOf(page, 'ftp')
  await expect(grid.getByRole('row', { level: 2 })).toHaveCount(0)
  await grid.focus()
  await page.keyboard.press('End')
  await expect(await activeRow(page)).toContainText(third?.name ?? '')
  await page.keyboard.press('Control+a')
  await expect(page.getByText(`${total} selected on ${count} servers`).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(await activeRow(page)).toHaveAttribute('aria-expanded', 'true')
  await expect(grid.getByRole('row', { level: 2 }).first()).toBeVisible()
}

async function saveViewAndReturn(page: Page, app: AppUnderTest, { first, total, username }: Groups): Promise<void> {
  await page.getByRole('button', { name: 'Save view' }).click()
  await dialogOf(page, 'Save this view').getByLabel('Name').fill('By server')
  await dialogOf(page, 'Save this view').getByLabel('Name').press('Enter')
  await expect(toastOf(page, 'The view By server is in the side bar')).toBeVisible()
  await groupBy(page, 'Tag')
  await expect(groupHeaderOf(page, 'ftp', /^lotus, web/)).toHaveCount(1)
  await expect(groupHeaderOf(page, 'ftp', 'No tag')).toContainText('accounts')
  await page.getByRole('button', { name: 'View changed' }).click()
  await page.getByRole('menuitem', { name: 'Discard the changes' }).click()
  await expect(page.getByRole('button', { name: 'Group by: Server' })).toBeVisible()
  await goTo(page, 'FTP accounts')
  await page.goto('about:blank')
  await app.open(page, '/ftp')
  await expect(rowOf(page, 'ftp', username).first()).toBeVisible()
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: /By server/ })
    .click()
  await expect(groupHeaderOf(page, 'ftp', first?.name ?? '')).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByRole('button', { name: 'View changed' })).toHaveCount(0)
  await groupBy(page, 'No groups')
  await expect(page.getByRole('grid', { name: 'FTP accounts' })).toHaveAttribute('aria-rowcount', String(total + 1))
  await expect(page.getByRole('button', { name: 'View changed' })).toBeVisible()
}

test('rows are grouped, folded and selected by keyboard alone, and a view restores the groups', async ({
  page,
  app,
  startFleet,
}) => {
  const { panels } = await startFleet(fleet)
  const servers = await openTable(page, app, panels)
  const [first, second, third] = servers
  const total = servers.reduce((sum, { count }) => sum + count, 0)
  const username = panels[0]?.accounts[0]?.username ?? ''
  const groups: Groups = {
    first,
    second,
    third,
    total,
    count: servers.length,
    production: panels[0]?.name ?? '',
    username,
  }
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(total + 1))
  await expect(page.getByRole('treegrid')).toHaveCount(0)

  await test.step('by server: a header with a count above each group, numbers sorted by value', () =>
    groupByServer(page, groups))
  await test.step('Left folds a group and goes up to its header; Right unfolds it and goes down', () =>
    foldAndUnfold(page, groups))
  await test.step('Space on a folded header selects all of its rows, and they are counted', () =>
    selectFoldedGroup(page, groups))
  await test.step('a range over an open header takes only rows, and one that ends on a folded header takes all of its group', () =>
    selectRangeOverHeaders(page, groups))
  await test.step('Ctrl+A also selects the rows of folded groups', () => selectAllOfFoldedGroups(page, groups))
  await test.step('saved as a view: the whole table has no groups, and the view restores them after a restart', () =>
    saveViewAndReturn(page, app, groups))
})

test('the header of the top rows stays visible, and folding it keeps it in its position', async ({
  page,
  app,
  startFleet,
}) => {
  const { panels } = await startFleet({ ...fleet, accounts: 60 })
  const [first, second] = await openTable(page, app, panels)
  await groupBy(page, 'Server')
  const grid = gridOf(page, 'ftp')
  const header = groupHeaderOf(page, 'ftp', first?.name ?? '')
  const topOf = async () => (await header.boundingBox())?.y
  const top = await topOf()

  await grid.hover()
  await page.mouse.wheel(0, 900)
  await expect(grid.getByRole('row', { level: 2 }).first()).not.toHaveAttribute('aria-rowindex', '3')
  expect(await topOf()).toBe(top)
  await header.click()
  await expect(header).toHaveAttribute('aria-expanded', 'false')
  expect(await topOf()).toBe(top)
  await expect(groupHeaderOf(page, 'ftp', second?.name ?? '')).toHaveAttribute('aria-rowindex', '3')

  // A row that the keyboard moves to is never hidden under the sticky header.
  await header.click()
  await page.keyboard.press('End')
  for (let press = 0; press < 40; press += 1) await page.keyboard.press('ArrowUp')
  const box = await (await activeRow(page)).boundingBox()
  expect(box?.y).toBeGreaterThanOrEqual((top ?? 0) + (box?.height ?? 0))
})

test('a row that has changed its group waits while the pointer is over the rows', async ({ page, app, startPanel }) => {
  const account = (username: string, enabled: boolean) => accountOf({ username, enabled }, Date.now())
  const panel = await startPanel({
    name: 'web-01',
    state: {
      ...emptyState('lotus'),
      accounts: [account('a_one', true), account('b_two', false), account('z_three', true)],
    },
  })
  const server = await app.add(panel)
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  await groupBy(page, 'State')
  const hoveredRow = rowOf(page, 'ftp', 'b_two')
  await hoveredRow.hover()
  const before = await hoveredRow.boundingBox()
  await app.call('change.apply', editAccount(server.id, 'z_three', { enabled: false }))
  await expect(page.getByText('Rows have changed places meanwhile.')).toBeVisible()
  expect(await hoveredRow.boundingBox()).toEqual(before)
  await expect(groupHeaderOf(page, 'ftp', 'enabled')).toContainText('2 accounts')
  await expect(rowOf(page, 'ftp', 'z_three')).toContainText('disabled')

  await page.getByRole('heading', { name: 'FTP accounts' }).hover()
  await expect(groupHeaderOf(page, 'ftp', 'enabled')).toContainText('1 account')
  await expect(groupHeaderOf(page, 'ftp', 'disabled')).toContainText('2 accounts')
})

test('the side panel of a job stays open while the keyboard is on a header', async ({ page, app, startFleet }) => {
  const { panels } = await startFleet(fleet)
  await openTable(page, app, panels)
  await goTo(page, 'Cron jobs')
  const grid = gridOf(page, 'cron')
  await expect(grid.getByRole('row').nth(3)).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('group by state')
  await expect(page.getByRole('option', { name: 'Group by: State' })).toBeVisible()
  await page.keyboard.press('Enter')
  const okHeader = groupHeaderOf(page, 'cron', /^OK/)
  await expect(okHeader).toContainText(/\d+ jobs/)
  await grid.getByRole('row', { level: 2 }).filter({ hasText: 'OK' }).first().getByRole('gridcell').nth(1).click()
  const panel = page.getByRole('complementary')
  const name = (await panel.getByRole('heading').first().innerText()).trim()
  await grid.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(okHeader).toHaveAttribute('aria-expanded', 'false')
  await expect(panel.getByRole('heading', { name }).first()).toBeVisible()
})
