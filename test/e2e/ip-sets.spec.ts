import type { Page } from '@playwright/test'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import type { DemoPanelOptions, DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { dialogOf, goTo, gridOf, openRow, panelOf, rowOf, toastOf, undo } from './screens.ts'

const [office, studio] = ['203.0.113.7/32', '198.51.100.0/28']
const state = (owner: string, lists: Readonly<Record<string, readonly string[]>>) => ({
  ...emptyState(owner),
  accounts: Object.entries(lists).map(([username, allowedIps]) =>
    accountOf({ username: `${owner}_${username}`, allowedIps: [...allowedIps] }, Date.now()),
  ),
})
type Start = (options: DemoPanelOptions) => Promise<DemoPanelServer>

/** Two panels: three accounts contain the whole office, each in another way, and others do not. */
async function twoPanels(app: AppUnderTest, startPanel: Start): Promise<readonly [DemoPanelServer, DemoPanelServer]> {
  const traits = { listCarriesAllowedIps: true }
  const web = await startPanel({
    name: 'web-01',
    traits,
    state: state('lotus', {
      both: [office, studio],
      wide: ['203.0.113.0/24', '198.51.100.0/25'],
      desk: [office],
      open: [],
    }),
  })
  const shop = await startPanel({
    name: 'shop-02',
    traits,
    state: state('kiln', { both: [studio, office, '192.0.2.0/24'], other: ['192.0.2.44/32'] }),
  })
  for (const panel of [web, shop]) await app.add(panel)
  await app.call('inventory.refresh', {})
  return [web, shop]
}
const listOf = (panel: DemoPanelServer, username: string) =>
  panel.accounts.find((account) => account.username === username)?.allowedIps
const filterOf = (page: Page) => page.getByRole('combobox', { name: 'Filter the accounts' })
const usedBy = (page: Page, name: string) => rowOf(page, 'sets', name).getByText(/on \d+ servers?$|not used/)

const linkOf = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'IP sets' })

async function mendBadLine(page: Page, app: AppUnderTest): Promise<void> {
  await page.getByRole('button', { name: 'New IP set…' }).first().click()
  const form = panelOf(page, 'New IP set')
  await form.getByRole('button', { name: 'Create the set' }).click()
  await expect(form.getByText('A set needs a name.')).toBeVisible()
  await form.getByLabel('Name').fill('Office')
  const field = form.getByLabel('Addresses')
  await field.fill('203.0.113.7 # front desk\n198.51.100.300/28\n')
  await form.getByRole('button', { name: 'Create the set' }).click()
  await expect(form.getByText('Correct line 2, or put # before it.')).toBeVisible()
  await expect(form.getByText('Line 2, column 1: “198.51.100.300/28” has a number above 255.')).toBeVisible()
  await expect(field).toBeFocused()
  expect(
    await field.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd)),
  ).toBe('198.51.100.300/28')
  await page.keyboard.type('198.51.100.0/28 # studio')
  await form.getByRole('button', { name: 'Create the set' }).click()
  await expect(toastOf(page, 'Office is kept')).toBeVisible()
  await expect(linkOf(page)).toContainText('1')
  expect((await app.call('ipSets.list', {}))[0]).toMatchObject({
    text: '203.0.113.7 # front desk\n198.51.100.0/28 # studio\n',
    networks: [studio, office],
  })
}

async function expectUsers(page: Page): Promise<void> {
  await expect(usedBy(page, 'Office')).toHaveText('3 accounts on 2 servers')
  const panel = panelOf(page, 'Office')
  for (const name of ['lotus_both', 'lotus_wide', 'kiln_both'])
    await expect(panel.getByRole('link', { name })).toBeVisible()
  await expect(panel.getByRole('link', { name: 'lotus_desk' })).toHaveCount(0)
}

async function filterByIt(page: Page): Promise<void> {
  await panelOf(page, 'Office').getByRole('link', { name: 'Show them in the table' }).click()
  await expect(filterOf(page)).toHaveValue('set:Office')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', '4')
  await filterOf(page).fill('set:Nobody')
  await expect(page.getByText('is nothing that set: knows, so no row meets it.')).toBeVisible()
  await filterOf(page).fill('set:')
  await page.getByRole('option', { name: 'Office' }).click()
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', '4')
  await filterOf(page).fill('')
}

async function renameIt(page: Page): Promise<void> {
  await goTo(page, 'IP sets')
  const panel = await openRow(page, 'sets', 'Office')
  await panel.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await expect(panelOf(page, 'Edit Office').getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Head office')
  await page.keyboard.press('Enter')
  await expect(toastOf(page, 'The set is called Head office now')).toBeVisible()
  await expect(usedBy(page, 'Head office')).toHaveText('3 accounts on 2 servers')
}

async function insertItsAddresses(page: Page, web: DemoPanelServer): Promise<void> {
  await goTo(page, 'FTP accounts')
  const panel = await openRow(page, 'ftp', 'lotus_desk')
  await panel.getByRole('button', { name: 'Edit', exact: true }).click()
  await panel.getByRole('button', { name: 'Insert a set' }).click()
  await page.getByRole('menuitem', { name: 'Head office · 2 networks' }).click()
  await expect(panel.getByLabel('Addresses that may sign in')).toHaveValue(
    '203.0.113.7\n# Head office\n198.51.100.0/28',
  )
  await panel.getByRole('button', { name: /^Save/ }).click()
  await expect.poll(() => [...(listOf(web, 'lotus_desk') ?? [])].sort()).toEqual([studio, office])
  await goTo(page, 'IP sets')
  await expect(usedBy(page, 'Head office')).toHaveText('4 accounts on 2 servers')
}

async function removeAndUndo(page: Page, app: AppUnderTest): Promise<void> {
  await openRow(page, 'sets', 'Head office')
  await panelOf(page, 'Head office').getByRole('button', { name: 'Remove set' }).click()
  await expect(page.getByRole('heading', { name: 'No IP sets yet' })).toBeVisible()
  await expect(toastOf(page, 'Head office was removed')).toContainText('The lists of 4 accounts stay as they are.')
  await undo(page, 'Head office was removed')
  await expect(usedBy(page, 'Head office')).toHaveText('4 accounts on 2 servers')
  expect(await app.call('ipSets.list', {})).toMatchObject([{ name: 'Head office' }])
}

test('a set is created, counted by its uses, renamed, used as a filter, inserted into a list, removed and restored', async ({
  page,
  app,
  startPanel,
}) => {
  test.setTimeout(120_000)
  const [web] = await twoPanels(app, startPanel)
  await app.open(page, '/ip-sets')
  await expect(page.getByRole('heading', { name: 'No IP sets yet' })).toBeVisible()

  await test.step('a bad line is reported by its number, and corrected', () => mendBadLine(page, app))
  await test.step('uses are counted by the addresses in the lists', () => expectUsers(page))
  await test.step('the table of accounts can be filtered by the set', () => filterByIt(page))
  await test.step('a renamed set is used as before', () => renameIt(page))
  await test.step('its addresses are inserted into a list, without duplicates', () => insertItsAddresses(page, web))
  await test.step('removing the set keeps the lists, and Undo restores the set', () => removeAndUndo(page, app))
})

const press = (page: Page, ...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
const fieldOf = (page: Page, name: string) => page.getByRole('complementary').getByLabel(name)

async function makeNewSet(page: Page): Promise<void> {
  await press(page, 'ControlOrMeta+k')
  await page.keyboard.type('new ip set')
  await expect(page.getByRole('option', { name: /New IP set/ })).toBeVisible()
  await press(page, 'Enter')
  await expect(fieldOf(page, 'Name')).toBeFocused()
  await page.keyboard.type('anna AT home')
  await expect(page.getByText('There is a set called Anna at home already.')).toBeVisible()
  await press(page, 'ControlOrMeta+a')
  await page.keyboard.type('Office')
  await press(page, 'Tab')
  await expect(fieldOf(page, 'Addresses')).toBeFocused()
  await page.keyboard.type('203.0.113.7 198.51.100.0/28')
  await press(page, 'Control+Enter')
  await expect(panelOf(page, 'Office')).toBeVisible()
  await expect(gridOf(page, 'sets')).toBeFocused()
}

async function readAndEdit(page: Page): Promise<void> {
  await press(page, 'ArrowUp')
  await expect(panelOf(page, 'Anna at home')).toBeVisible()
  await press(page, 'F2')
  await expect(fieldOf(page, 'Addresses')).toBeFocused()
  await press(page, 'Escape')
  await expect(panelOf(page, 'Anna at home')).toBeVisible()
  await press(page, 'F2')
  await expect(fieldOf(page, 'Addresses')).toBeFocused()
  await gridOf(page, 'sets').focus()
  await press(page, 'F2')
  await expect(fieldOf(page, 'Addresses')).toBeFocused()
  await press(page, 'End', 'Enter')
  await page.keyboard.type('2001:db8:7::/48')
  await press(page, 'Escape')
  await expect(
    page.getByRole('dialog', { name: 'Discard what you have typed?' }).or(page.getByRole('alertdialog')),
  ).toBeVisible()
  await press(page, 'Escape')
  await expect(fieldOf(page, 'Addresses')).toHaveValue('192.0.2.44\n2001:db8:7::/48')
  await fieldOf(page, 'Addresses').focus()
  await press(page, 'Control+Enter')
  await expect(toastOf(page, 'Anna at home was changed')).toBeVisible()
  await press(page, 'Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)
}

test('the same by keyboard alone', async ({ page, app, startPanel }) => {
  await twoPanels(app, startPanel)
  await app.call('ipSets.save', { set: { name: 'Anna at home', text: '192.0.2.44' } })
  await app.open(page, '/servers')
  await press(page, 'ControlOrMeta+k')
  await page.keyboard.type('Anna at')
  await expect(page.getByRole('option', { name: /Anna at home/ })).toBeVisible()
  await press(page, 'Enter')
  await expect(panelOf(page, 'Anna at home')).toBeVisible()
  await expect(page).toHaveURL(/#\/ip-sets\?set=/)

  await test.step('a new set', () => makeNewSet(page))
  await test.step('the arrow keys open one set after the other, F2 edits, and Esc closes and asks before typed input is lost', () =>
    readAndEdit(page))

  await test.step('Del removes, and F6 reaches the notification', async () => {
    await expect(gridOf(page, 'sets')).toBeFocused()
    await press(page, 'ArrowDown', 'Delete')
    await expect(rowOf(page, 'sets', 'Office')).toHaveCount(0)
    await expect(gridOf(page, 'sets')).toBeFocused()
    await toastOf(page, 'Office was removed').getByRole('button', { name: 'Undo' }).press('Enter')
    await expect(rowOf(page, 'sets', 'Office')).toBeVisible()
  })
})

test('an edited set is updated in the lists that use it, by a plan that can be undone', async ({
  page,
  app,
  startPanel,
}) => {
  test.setTimeout(120_000)
  const [web, shop] = await twoPanels(app, startPanel)
  await app.call('ipSets.save', { id: 'office', set: { name: 'Office', text: '203.0.113.7\n198.51.100.0/28' } })
  await app.open(page, '/ip-sets')
  await openRow(page, 'sets', 'Office')
  await page.keyboard.press('F2')
  await page.getByRole('complementary').getByLabel('Addresses').fill('203.0.113.9\n198.51.100.0/28')
  await page.getByRole('button', { name: 'Save the set' }).click()

  await expect(
    panelOf(page, 'Office').getByText('3 accounts on 2 servers let in what this set held before.'),
  ).toBeVisible()
  await panelOf(page, 'Office').getByRole('button', { name: 'Change where it is used…' }).click()
  const title = 'Swap 203.0.113.7 → 203.0.113.9 in the lists of 3 accounts'
  const plan = dialogOf(page, title)
  await expect(plan).toBeVisible({ timeout: 30_000 })
  expect(listOf(web, 'lotus_both')).toEqual([office, studio])
  await page.getByRole('button', { name: 'Run 3 changes' }).click()
  await expect(dialogOf(page, title).getByText('3 of 3 changes done')).toBeVisible({ timeout: 60_000 })
  expect(listOf(web, 'lotus_both')).toEqual([studio, '203.0.113.9'])
  expect([...(listOf(shop, 'kiln_both') ?? [])].sort()).toEqual(['192.0.2.0/24', studio, '203.0.113.9'])
  // The wider network contains the old address itself and stays.
  expect(listOf(web, 'lotus_wide')).toContain('203.0.113.0/24')
  expect(listOf(web, 'lotus_desk')).toEqual([office])

  await dialogOf(page, title).getByRole('button', { name: 'Close' }).first().click()
  await expect(panelOf(page, 'Office').getByText('Accounts still have the old addresses')).toBeHidden()
  await expect(usedBy(page, 'Office')).toHaveText('3 accounts on 2 servers')

  const run = (await app.call('bulk.runs', {}))[0]
  const back = await app.call('bulk.plan', {
    planningId: 'back',
    intent: { action: { type: 'undo', runId: run?.id ?? '' } },
  })
  await app.call('bulk.start', { planId: back.id, confirm: {} })
  await expect
    .poll(() => listOf(web, 'lotus_both'), { timeout: 30_000 })
    .toEqual(expect.arrayContaining([office, studio]))
  await expect.poll(() => [...(listOf(shop, 'kiln_both') ?? [])].sort()).toEqual(['192.0.2.0/24', studio, office])
  await expect(panelOf(page, 'Office').getByText('Accounts still have the old addresses')).toBeVisible()
})
