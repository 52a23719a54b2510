import type { DemoFleet } from '../../src/demo/fleet.ts'
import { expectAccessible } from './accessibility.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { dialogOf, goTo, gridOf, groupHeaderOf, openRow, panelOf, rowOf } from './screens.ts'

// Rules check kinds of elements, not their number: a few rows contain all kinds.
const fleet = { panels: 2, accounts: 6, jobs: 6, seed: 1 }

async function addAll(app: AppUnderTest, { panels }: DemoFleet): Promise<DemoFleet['panels']> {
  for (const panel of panels)
    await app.add(panel, { tags: ['lotus', 'web'], folder: 'Client', environment: 'production', colour: 'teal' })
  return panels
}

/** Adds a fleet whose second server is unreachable. */
async function addFaultyFleet(app: AppUnderTest, demo: DemoFleet): Promise<DemoFleet['panels']> {
  const panels = await addAll(app, demo)
  await app.call('inventory.refresh', {})
  await panels[1]?.setFault('dead', true)
  await app.call('inventory.refresh', {})
  return panels
}

// Axe walks the whole page twice for each audit, and there are nearly forty audits.
test.describe.configure({ timeout: 240_000 })

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('first screen, adding a server, settings and activity', async ({ page, freshApp: app, startPanel }) => {
  const panel = await startPanel({ name: 'web-01' })
  await app.open(page)
  await expect(page.getByRole('button', { name: 'Add your first server' })).toBeVisible()
  await expectAccessible(page, app, 'welcome')

  await page.getByRole('button', { name: 'Add your first server' }).click()
  const dialog = dialogOf(page, 'Add a server')
  await dialog.getByLabel('Address of the panel').fill(panel.url)
  await dialog.getByLabel('API token').fill(panel.token)
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  await expect(dialog.getByText('It stops at: Certificate')).toBeVisible()
  await expectAccessible(page, app, 'add a server, with an untrusted certificate')
  await dialog.getByRole('button', { name: 'Choose a place…' }).click()
  await expect(dialogOf(page, 'Where tokens are kept')).toBeVisible()
  await expectAccessible(page, app, 'where tokens are kept')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Close without saving' }).click()

  await goTo(page, 'Settings')
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
  await expectAccessible(page, app, 'settings')
  await goTo(page, 'Activity')
  await expectAccessible(page, app, 'activity without a change')
})

test('overview and palette', async ({ page, app, startFleet }) => {
  await addFaultyFleet(app, await startFleet(fleet))
  await app.open(page, '/overview')
  await expect(page.getByRole('link', { name: /cannot be reached/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Jobs by hour' }).getByRole('img')).toBeVisible()
  await expectAccessible(page, app, 'overview')
  for (const chart of ['Jobs by hour', 'Accounts by restriction', 'Changes per day'])
    await page.getByRole('button', { name: `${chart}: show as table` }).click()
  await expectAccessible(page, app, 'overview, charts as tables')
  await page.keyboard.press('ControlOrMeta+k')
  await expectAccessible(page, app, 'the palette before anything is typed')
  await page.keyboard.type('web')
  await expect(page.getByRole('option').first()).toBeVisible()
  await expectAccessible(page, app, 'the palette with results')
  await page.keyboard.press('Escape')
})

test('servers', async ({ page, app, startFleet }) => {
  const [first, second] = await addFaultyFleet(app, await startFleet(fleet))
  await app.open(page, '/servers')
  await expect(gridOf(page, 'servers').getByText('Unreachable')).toBeVisible()
  await expectAccessible(page, app, 'servers')
  await openRow(page, 'servers', second?.name ?? '')
  await expectAccessible(page, app, 'an unreachable server')
  await openRow(page, 'servers', first?.name ?? '')
  for (const tab of ['Certificate and token', 'FTP service', 'Notes and activity']) {
    await panelOf(page, first?.name ?? '')
      .getByRole('tab', { name: tab })
      .click()
    await expectAccessible(page, app, `a server: ${tab}`)
  }
})

test('FTP accounts', async ({ page, app, startFleet }) => {
  const [first] = await addFaultyFleet(app, await startFleet(fleet))
  await app.open(page, '/ftp')
  const account = first?.accounts.find(({ allowedIps }) => allowedIps.length > 1)?.username ?? ''
  await page.getByRole('combobox', { name: 'Filter the accounts' }).fill(`-enabled:no server:${first?.name ?? ''}`)
  await page.getByRole('button', { name: /could not be read/ }).click()
  await expectAccessible(page, app, 'FTP accounts, filtered, with a server in trouble')
  await page.getByRole('combobox', { name: 'Filter the accounts' }).fill('nothing-like-this')
  await expect(page.getByRole('heading', { name: 'No account fits the filter' })).toBeVisible()
  await expectAccessible(page, app, 'FTP accounts, none left by the filter')
  await page.getByRole('combobox', { name: 'Filter the accounts' }).fill(account)
  await page.getByRole('checkbox', { name: `Select ${account}` }).click()
  const panel = await openRow(page, 'ftp', account)
  await expectAccessible(page, app, 'an account')
  await panel.getByRole('button', { name: 'Edit', exact: true }).click()
  await panel.getByLabel('Addresses that may sign in').fill('0.0.0.0/0\n10.0.0.1\nnonsense')
  await expectAccessible(page, app, 'editing addresses, with a mistake')
  await panel.getByRole('button', { name: 'Cancel' }).click()
  await panel.getByRole('button', { name: 'Delete on the server…' }).click()
  await expectAccessible(page, app, 'deleting an account')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'New account…' }).click()
  await dialogOf(page, 'New FTP account').getByRole('button', { name: 'Generate' }).click()
  await expectAccessible(page, app, 'a new account')
})

test('IP sets', async ({ page, app, startFleet }) => {
  const [first] = await addAll(app, await startFleet({ ...fleet, panels: 1, traits: { listCarriesAllowedIps: true } }))
  await app.call('inventory.refresh', {})
  await app.open(page, '/ip-sets')
  await expect(page.getByRole('heading', { name: 'No IP sets yet' })).toBeVisible()
  await expectAccessible(page, app, 'no IP sets')
  await page.getByRole('button', { name: 'New IP set…' }).first().click()
  await page.getByRole('complementary').getByLabel('Addresses').fill('10.0.0.1-10.0.0.6\nnonsense')
  await page.getByRole('button', { name: 'Create the set' }).click()
  await expectAccessible(page, app, 'a new IP set, with a mistake')
  const list = first?.accounts.find(({ allowedIps }) => allowedIps.length > 1)?.allowedIps ?? []
  await app.call('ipSets.save', { set: { name: 'Office', note: 'Ask Kim', text: `# Hanoi\n${list.join('\n')}` } })
  await page.getByRole('complementary').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Discard' }).click()
  await openRow(page, 'sets', 'Office')
  await expect(panelOf(page, 'Office').getByRole('link', { name: 'Show them in the table' })).toBeVisible()
  await expectAccessible(page, app, 'an IP set in use')
  await page.keyboard.press('F2')
  await page.getByRole('complementary').getByLabel('Addresses').fill('192.0.2.99')
  await expectAccessible(page, app, 'editing an IP set')
  await page.getByRole('button', { name: 'Save the set' }).click()
  await expect(panelOf(page, 'Office').getByText('Accounts still have the old addresses')).toBeVisible()
  await expectAccessible(page, app, 'an edited IP set')
})

test('tables in groups', async ({ page, app, startFleet }) => {
  const [first, second] = await addAll(app, await startFleet(fleet))
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  const groupBy = async (name: string) => {
    await page.getByRole('button', { name: /^Group by/ }).click()
    await page.getByRole('menuitemradio', { name }).click()
  }
  await groupBy('Server')
  await groupHeaderOf(page, 'ftp', first?.name ?? '')
    .getByRole('checkbox')
    .click()
  await groupHeaderOf(page, 'ftp', second?.name ?? '').click()
  await rowOf(page, 'ftp', first?.accounts[0]?.username ?? '')
    .first()
    .getByRole('checkbox')
    .click()
  await expectAccessible(page, app, 'FTP accounts, grouped, with some of a group selected')
  await goTo(page, 'Cron jobs')
  await groupBy('Command')
  await expect(groupHeaderOf(page, 'cron', / jobs?/).first()).toBeVisible()
  await expectAccessible(page, app, 'cron jobs, grouped')
})

test('cron jobs and activity', async ({ page, app, startFleet }) => {
  const [first] = await addAll(app, await startFleet(fleet))
  await app.call('inventory.refresh', {})
  const job = first?.jobs[0]?.name ?? ''
  await app.open(page, '/cron')
  await page.getByRole('combobox', { name: 'Filter the cron jobs' }).fill(`server:${first?.name ?? ''}`)
  await expect(rowOf(page, 'cron', job)).toBeVisible()
  await expectAccessible(page, app, 'cron jobs')
  const panel = await openRow(page, 'cron', job)
  await expectAccessible(page, app, 'a job')
  for (const tab of ['Logs', 'Notes']) {
    await panel.getByRole('tab', { name: tab }).click()
    await expectAccessible(page, app, `a job: ${tab}`)
  }
  await panel.getByRole('button', { name: 'Edit' }).click()
  await dialogOf(page, `Edit ${job}`).getByLabel('Expression').fill('99 * * * *')
  await expectAccessible(page, app, 'editing a job, with a mistake')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Close without saving' }).click()
  await goTo(page, 'Activity')
  await page.getByRole('grid').getByRole('row').nth(1).click()
  await expectAccessible(page, app, 'activity')
})

test('bulk changes, their plan and runs', async ({ page, app, startFleet }) => {
  await app.call('settings.set', { ourAddresses: ['203.0.113.0/26'] })
  const [first] = await addAll(app, await startFleet({ ...fleet, panels: 2, traits: { listCarriesAllowedIps: true } }))
  await app.call('inventory.refresh', {})
  await app.open(page, '/runs')
  await expect(page.getByRole('heading', { name: 'No run yet' })).toBeVisible()
  await expectAccessible(page, app, 'no run yet')
  await goTo(page, 'FTP accounts')
  await page.getByRole('checkbox', { name: 'Select all rows that match the filter' }).click()
  await expectAccessible(page, app, 'a selection with its actions')
  await page.getByRole('button', { name: 'IP restrictions…' }).click()
  await page.getByLabel('Addresses', { exact: true }).fill('203.0.113.0/28\nnonsense')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expectAccessible(page, app, 'IP restrictions, with a mistake')
  await page.getByText('Subtract', { exact: true }).click()
  await page.getByLabel('Addresses', { exact: true }).fill('203.0.113.0/28')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('checkbox', { name: /^Drop our address/ }).click()
  await expectAccessible(page, app, 'a plan')
  await page.getByRole('textbox', { name: /^Type 203/ }).fill('203.0.113.0/26')
  await page.getByRole('textbox', { name: /^Type production/ }).fill('production')
  await first?.setFault('narrowScope', ['cron'])
  await page.getByRole('button', { name: /^Run \d+ changes?$/ }).click()
  await expect(page.getByRole('tab', { name: /^Not done/ })).toBeVisible({ timeout: 60_000 })
  await expect.poll(async () => (await app.call('bulk.runs', {}))[0]?.state, { timeout: 90_000 }).toBe('done')
  for (const tab of ['Servers', 'Not done', 'Changes']) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
    await expectAccessible(page, app, `a run: ${tab}`)
  }
  await page.keyboard.press('Escape')
  await goTo(page, 'Runs')
  await page.getByRole('grid').getByRole('row').nth(1).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, app, 'the list of runs beside one')
  await page.keyboard.press('Escape')
  await goTo(page, 'Cron jobs')
  await page.getByRole('checkbox', { name: 'Select all rows that match the filter' }).click()
  await page.getByRole('button', { name: 'Edit…' }).click()
  await page.getByText('Find and replace').click()
  await page.getByRole('textbox', { name: /^Find / }).fill('php')
  await expectAccessible(page, app, 'editing many jobs')
})
