import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { DemoFleet } from '../../src/demo/fleet.ts'
import { type Desk, expect, test } from './desk.ts'
import { dialogOf, goTo, gridOf, headOf, openRow, panelOf, rowOf } from './screens.ts'

/** Every rule that axe has for WCAG 2.2 A and AA, and its best practices. */
async function look(page: Page, screen: string): Promise<void> {
  // Colours are judged as they stay, not half-way through a fade.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary ?? ''}`),
  )
  expect.soft(found, screen).toEqual([])
}

const fleet = { panels: 4, accounts: 12, jobs: 8, seed: 1 }

async function addAll(desk: Desk, { panels }: DemoFleet): Promise<DemoFleet['panels']> {
  for (const panel of panels)
    await desk.add(panel, { tags: ['lotus', 'web'], folder: 'Client', environment: 'production', colour: 'teal' })
  return panels
}

// Axe walks the whole page for each look, and there are nearly thirty.
test.describe.configure({ timeout: 120_000 })

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ contextOptions: { reducedMotion: 'reduce' } })

    test(`first screen, adding a server, settings and activity in ${theme}`, async ({
      page,
      freshDesk: desk,
      startPanel,
    }) => {
      await desk.call('settings.set', { theme })
      const panel = await startPanel({ name: 'web-01' })
      await desk.open(page)
      await expect(page.getByRole('button', { name: 'Add your first server' })).toBeVisible()
      await look(page, 'welcome')

      await page.getByRole('button', { name: 'Add your first server' }).click()
      const dialog = dialogOf(page, 'Add a server')
      await dialog.getByLabel('Address of the panel').fill(panel.url)
      await dialog.getByLabel('API token').fill(panel.token)
      await dialog.getByRole('button', { name: 'Test connection' }).click()
      await expect(dialog.getByText('It stops at: Certificate')).toBeVisible()
      await look(page, 'add a server, with an untrusted certificate')
      await dialog.getByRole('button', { name: 'Choose a place…' }).click()
      await expect(dialogOf(page, 'Where tokens are kept')).toBeVisible()
      await look(page, 'where tokens are kept')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Close without saving' }).click()

      await goTo(page, 'Settings')
      await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
      await look(page, 'settings')
      await goTo(page, 'Activity')
      await look(page, 'activity without a change')
    })

    test(`overview and palette in ${theme}`, async ({ page, desk, startFleet }) => {
      await desk.call('settings.set', { theme })
      const [, second] = await addAll(desk, await startFleet(fleet))
      await desk.call('inventory.refresh', {})
      await second?.setFault('dead', true)
      await desk.call('inventory.refresh', {})
      await desk.open(page, '/overview')
      await expect(page.getByRole('link', { name: /cannot be reached/ })).toBeVisible()
      await expect(page.getByRole('region', { name: 'Jobs by hour' }).getByRole('img')).toBeVisible()
      await look(page, 'overview')
      for (const chart of ['Jobs by hour', 'Accounts by restriction', 'Changes per day'])
        await page.getByRole('button', { name: `${chart}: show as table` }).click()
      await look(page, 'overview, charts as tables')
      await page.keyboard.press('ControlOrMeta+k')
      await look(page, 'the palette before anything is typed')
      await page.keyboard.type('web')
      await expect(page.getByRole('option').first()).toBeVisible()
      await look(page, 'the palette with results')
      await page.keyboard.press('Escape')
    })

    test(`servers and FTP accounts in ${theme}`, async ({ page, desk, startFleet }) => {
      await desk.call('settings.set', { theme })
      const [first, second] = await addAll(desk, await startFleet(fleet))
      await desk.call('inventory.refresh', {})
      await second?.setFault('dead', true)
      await desk.call('inventory.refresh', {})
      await desk.open(page, '/servers')
      await expect(gridOf(page, 'servers').getByText('Unreachable')).toBeVisible()
      await look(page, 'servers')
      await openRow(page, 'servers', second?.name ?? '')
      await look(page, 'an unreachable server')
      await openRow(page, 'servers', first?.name ?? '')
      for (const tab of ['Certificate and token', 'FTP service', 'Notes and activity']) {
        await panelOf(page, first?.name ?? '')
          .getByRole('tab', { name: tab })
          .click()
        await look(page, `a server: ${tab}`)
      }

      await goTo(page, 'FTP accounts')
      const account = first?.accounts.find(({ allowedIps }) => allowedIps.length > 1)?.username ?? ''
      await page.getByRole('combobox', { name: 'Filter the accounts' }).fill(`-enabled:no server:${first?.name ?? ''}`)
      await page.getByRole('button', { name: /could not be read/ }).click()
      await look(page, 'FTP accounts, filtered, with a server in trouble')
      await page.getByRole('combobox', { name: 'Filter the accounts' }).fill('nothing-like-this')
      await expect(page.getByRole('heading', { name: 'No account fits the filter' })).toBeVisible()
      await look(page, 'FTP accounts, none left by the filter')
      await page.getByRole('combobox', { name: 'Filter the accounts' }).fill(account)
      await page.getByRole('checkbox', { name: `Select ${account}` }).click()
      const panel = await openRow(page, 'ftp', account)
      await look(page, 'an account')
      await panel.getByRole('button', { name: 'Edit', exact: true }).click()
      await panel.getByLabel('Addresses that may sign in').fill('0.0.0.0/0\n10.0.0.1\nnonsense')
      await look(page, 'editing addresses, with a mistake')
      await panel.getByRole('button', { name: 'Cancel' }).click()
      await panel.getByRole('button', { name: 'Delete on the server…' }).click()
      await look(page, 'deleting an account')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'New account…' }).click()
      await dialogOf(page, 'New FTP account').getByRole('button', { name: 'Generate' }).click()
      await look(page, 'a new account')
    })

    test(`IP sets in ${theme}`, async ({ page, desk, startFleet }) => {
      test.setTimeout(240_000)
      await desk.call('settings.set', { theme })
      const [first] = await addAll(
        desk,
        await startFleet({ ...fleet, panels: 1, traits: { listCarriesAllowedIps: true } }),
      )
      await desk.call('inventory.refresh', {})
      await desk.open(page, '/ip-sets')
      await expect(page.getByRole('heading', { name: 'No IP sets yet' })).toBeVisible()
      await look(page, 'no IP sets')
      await page.getByRole('button', { name: 'New IP set…' }).first().click()
      await page.getByRole('complementary').getByLabel('Addresses').fill('10.0.0.1-10.0.0.6\nnonsense')
      await page.getByRole('button', { name: 'Create the set' }).click()
      await look(page, 'a new IP set, with a mistake')
      const list = first?.accounts.find(({ allowedIps }) => allowedIps.length > 1)?.allowedIps ?? []
      await desk.call('ipSets.save', { set: { name: 'Office', note: 'Ask Kim', text: `# Hanoi\n${list.join('\n')}` } })
      await page.getByRole('complementary').getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Discard' }).click()
      await openRow(page, 'sets', 'Office')
      await expect(panelOf(page, 'Office').getByRole('link', { name: 'Show them in the table' })).toBeVisible()
      await look(page, 'an IP set in use')
      await page.keyboard.press('F2')
      await page.getByRole('complementary').getByLabel('Addresses').fill('192.0.2.99')
      await look(page, 'editing an IP set')
      await page.getByRole('button', { name: 'Save the set' }).click()
      await expect(panelOf(page, 'Office').getByText('Accounts still have the old addresses')).toBeVisible()
      await look(page, 'an edited IP set')
    })

    test(`tables in groups in ${theme}`, async ({ page, desk, startFleet }) => {
      await desk.call('settings.set', { theme })
      const [first, second] = await addAll(desk, await startFleet(fleet))
      await desk.call('inventory.refresh', {})
      await desk.open(page, '/ftp')
      const groupBy = async (name: string) => {
        await page.getByRole('button', { name: /^Group by/ }).click()
        await page.getByRole('menuitemradio', { name }).click()
      }
      await groupBy('Server')
      await headOf(page, 'ftp', first?.name ?? '')
        .getByRole('checkbox')
        .click()
      await headOf(page, 'ftp', second?.name ?? '').click()
      await rowOf(page, 'ftp', first?.accounts[0]?.username ?? '')
        .first()
        .getByRole('checkbox')
        .click()
      await look(page, 'FTP accounts, grouped, with some of a group selected')
      await goTo(page, 'Cron jobs')
      await groupBy('Command')
      await expect(headOf(page, 'cron', / jobs?/).first()).toBeVisible()
      await look(page, 'cron jobs, grouped')
    })

    test(`cron jobs and activity in ${theme}`, async ({ page, desk, startFleet }) => {
      await desk.call('settings.set', { theme })
      const [first] = await addAll(desk, await startFleet(fleet))
      await desk.call('inventory.refresh', {})
      const job = first?.jobs[0]?.name ?? ''
      await desk.open(page, '/cron')
      await page.getByRole('combobox', { name: 'Filter the cron jobs' }).fill(`server:${first?.name ?? ''}`)
      await expect(rowOf(page, 'cron', job)).toBeVisible()
      await look(page, 'cron jobs')
      const panel = await openRow(page, 'cron', job)
      await look(page, 'a job')
      for (const tab of ['Logs', 'Notes']) {
        await panel.getByRole('tab', { name: tab }).click()
        await look(page, `a job: ${tab}`)
      }
      await panel.getByRole('button', { name: 'Edit' }).click()
      await dialogOf(page, `Edit ${job}`).getByLabel('Expression').fill('99 * * * *')
      await look(page, 'editing a job, with a mistake')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Close without saving' }).click()
      await goTo(page, 'Activity')
      await page.getByRole('grid').getByRole('row').nth(1).click()
      await look(page, 'activity')
    })

    test(`bulk changes, their plan and runs in ${theme}`, async ({ page, desk, startFleet }) => {
      test.setTimeout(240_000)
      await desk.call('settings.set', { theme, ourAddresses: ['203.0.113.0/26'] })
      const [first] = await addAll(
        desk,
        await startFleet({ ...fleet, panels: 2, traits: { listCarriesAllowedIps: true } }),
      )
      await desk.call('inventory.refresh', {})
      await desk.open(page, '/runs')
      await expect(page.getByRole('heading', { name: 'No run yet' })).toBeVisible()
      await look(page, 'no run yet')
      await goTo(page, 'FTP accounts')
      await page.getByRole('checkbox', { name: 'Select all rows that match the filter' }).click()
      await look(page, 'a selection with its actions')
      await page.getByRole('button', { name: 'IP restrictions…' }).click()
      await page.getByLabel('Addresses', { exact: true }).fill('203.0.113.0/28\nnonsense')
      await page.getByRole('button', { name: 'Preview' }).click()
      await look(page, 'IP restrictions, with a mistake')
      await page.getByText('Subtract', { exact: true }).click()
      await page.getByLabel('Addresses', { exact: true }).fill('203.0.113.0/28')
      await page.getByRole('button', { name: 'Preview' }).click()
      await page.getByRole('checkbox', { name: /^Drop our address/ }).click()
      await look(page, 'a plan')
      await page.getByRole('textbox', { name: /^Type 203/ }).fill('203.0.113.0/26')
      await page.getByRole('textbox', { name: /^Type production/ }).fill('production')
      await first?.setFault('narrowScope', ['cron'])
      await page.getByRole('button', { name: /^Run \d+ changes?$/ }).click()
      await expect(page.getByRole('tab', { name: /^Not done/ })).toBeVisible({ timeout: 60_000 })
      await expect.poll(async () => (await desk.call('bulk.runs', {}))[0]?.state, { timeout: 90_000 }).toBe('done')
      for (const tab of ['Servers', 'Not done', 'Changes']) {
        await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
        await look(page, `a run: ${tab}`)
      }
      await page.keyboard.press('Escape')
      await goTo(page, 'Runs')
      await page.getByRole('grid').getByRole('row').nth(1).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await look(page, 'the list of runs beside one')
      await page.keyboard.press('Escape')
      await goTo(page, 'Cron jobs')
      await page.getByRole('checkbox', { name: 'Select all rows that match the filter' }).click()
      await page.getByRole('button', { name: 'Edit…' }).click()
      await page.getByText('Find and replace').click()
      await page.getByRole('textbox', { name: /^Find / }).fill('php')
      await look(page, 'editing many jobs')
    })
  })
}
