import type { Locator, Page } from '@playwright/test'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf, passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
import { countOf } from './api-document.ts'
import { expect, test } from './app.ts'
import { dialogOf, goTo, openRow, rowOf, toastOf } from './screens.ts'

const state = () => ({
  ...emptyState('lotus'),
  accounts: [accountOf({ username: 'lotus_deploy' }, Date.now() - 86_400_000)],
  jobs: [jobOf({ id: 5, name: 'nightly', owner: 'lotus' }, Date.now() - 86_400_000)],
})

type Fault = 'dropAfter' | 'dropBefore'

const notDone = /the panel showed it as not done\. It may still be carried out\./

/** Opens "New FTP account" and fills it in. Returns the dialog. */
async function fillAccountForm(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'New account…' }).click()
  const dialog = dialogOf(page, 'New FTP account')
  await dialog.getByRole('combobox', { name: 'Server' }).fill('web')
  await page.getByRole('option', { name: 'web-01' }).click()
  await dialog.getByLabel('Name').fill('scanner')
  await dialog.getByRole('textbox', { name: /^Password/ }).fill('Tr0mbone-Quilt-77')
  return dialog
}

async function createAccount(page: Page, panel: DemoPanelServer, fault: Fault): Promise<void> {
  await panel.setFault(fault, { method: 'POST', count: 1 })
  const dialog = await fillAccountForm(page)
  await dialog.getByRole('button', { name: 'Create the account' }).click()
  if (fault === 'dropBefore') {
    await expect(dialog.getByText('Not known yet: create lotus_scanner on web-01')).toBeVisible()
    await expect(dialog.getByText(notDone)).toBeVisible()
    await expect(dialog.getByLabel('Name')).toHaveValue('scanner')
    expect(countOf(panel, 'POST', '/ftp/')).toBe(1)
    await dialog.getByRole('button', { name: 'Create it all the same' }).click()
  }
  await dialogOf(page, 'lotus_scanner was created').getByRole('button', { name: 'I have it, close' }).click()
  const created = panel.accounts.filter(({ username }) => username.includes('scanner'))
  expect(created).toHaveLength(1)
  expect(created[0]?.passwordSha256).toBe(passwordDigest('Tr0mbone-Quilt-77'))
  expect(countOf(panel, 'POST', '/ftp/')).toBe(fault === 'dropBefore' ? 2 : 1)
}

/** A switch that was sent and is not done: nothing is sent again until the user has read that and wants it. */
async function sendSwitchAgain(page: Page, panel: DemoPanelServer, account: Locator): Promise<void> {
  await expect(toastOf(page, 'Not known yet: disable lotus_deploy on web-01')).toBeVisible()
  const note = account.getByRole('status').filter({ hasText: 'Not known yet: disable lotus_deploy on web-01' })
  await expect(note.getByText(notDone)).toBeVisible()
  await expect(account.getByRole('switch', { name: 'Account is enabled' })).toBeChecked()
  await note.getByRole('button', { name: 'Look again' }).click()
  await expect(note.getByRole('button', { name: 'Look again' })).toBeEnabled()
  expect(countOf(panel, 'POST', '/ftp/lotus_deploy/toggle')).toBe(1)
  await note.getByRole('button', { name: 'Send again…' }).click()
  await page.getByRole('button', { name: 'Run 1 change' }).click()
  await expect(account.getByRole('switch', { name: 'Account is enabled' })).not.toBeChecked()
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click()
}

async function disableAccount(page: Page, panel: DemoPanelServer, fault: Fault): Promise<void> {
  const account = await openRow(page, 'ftp', 'lotus_deploy')
  await panel.setFault(fault, { method: 'POST', count: 1 })
  await account.getByRole('switch', { name: 'Account is enabled' }).click()
  if (fault === 'dropAfter') await expect(toastOf(page, 'lotus_deploy is disabled')).toBeVisible()
  else await sendSwitchAgain(page, panel, account)
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toContainText('disabled')
  expect(panel.accounts.find(({ username }) => username === 'lotus_deploy')?.enabled).toBe(false)
  expect(countOf(panel, 'POST', '/ftp/lotus_deploy/toggle')).toBe(fault === 'dropBefore' ? 2 : 1)
}

async function createJob(page: Page, panel: DemoPanelServer, fault: Fault): Promise<void> {
  await goTo(page, 'Cron jobs')
  await expect(rowOf(page, 'cron', 'nightly')).toBeVisible()
  await panel.setFault(fault, { method: 'POST', count: 1 })
  await page.getByRole('button', { name: 'New job…' }).click()
  const dialog = dialogOf(page, 'New cron job on web-01')
  await dialog.getByLabel('Name').fill('price-feed')
  await dialog.getByLabel('Command').fill('/usr/bin/true')
  await dialog.getByLabel('Expression').fill('*/10 * * * *')
  await dialog.getByRole('button', { name: 'Create job' }).click()
  if (fault === 'dropBefore') {
    await expect(dialog.getByText('Not known yet: create price-feed on web-01')).toBeVisible()
    await expect(dialog.getByText(notDone)).toBeVisible()
    expect(countOf(panel, 'POST', '/cronjobs/')).toBe(1)
    await dialog.getByRole('button', { name: 'Create it all the same' }).click()
  }
  await expect(toastOf(page, 'price-feed was created on web-01')).toBeVisible()
  expect(panel.jobs.filter(({ name }) => name === 'price-feed')).toHaveLength(1)
  expect(countOf(panel, 'POST', '/cronjobs/')).toBe(fault === 'dropBefore' ? 2 : 1)
}

/** A change loses its connection and is carried out (`dropAfter`) or not (`dropBefore`). No answer says which. */
for (const fault of ['dropAfter', 'dropBefore'] as const) {
  test(`${fault} while an account is created, disabled, and a job is created: each is reconciled by reading and made once`, async ({
    page,
    app,
    startPanel,
  }) => {
    const panel = await startPanel({ name: 'web-01', state: state() })
    await app.add(panel)
    await app.call('settings.set', { answerTimeoutSec: 2 })
    await app.open(page, '/ftp')
    await expect(rowOf(page, 'ftp', 'lotus_deploy')).toBeVisible()
    await test.step('an account is disabled, and not enabled again', () => disableAccount(page, panel, fault))
    await test.step('an account is created, never twice', () => createAccount(page, panel, fault))
    await test.step('a job is created once, and the screen shows the outcome', () => createJob(page, panel, fault))
  })
}

test('an account list that cannot be read after a lost answer: the unknown outcome is shown, and nothing is sent again', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01', state: state() })
  await app.add(panel)
  await app.open(page, '/ftp')
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toBeVisible()
  const dialog = await fillAccountForm(page)
  await panel.setFault('dropAfter', true)
  await dialog.getByRole('button', { name: 'Create the account' }).click()
  await expect(dialog.getByText('The panel has not shown yet what became of it.')).toBeVisible({ timeout: 15_000 })
  await expect(dialog.getByLabel('Name')).toHaveValue('scanner')
  expect(countOf(panel, 'POST', '/ftp/')).toBe(1)
  await panel.clearFaults()
  await dialog.getByRole('button', { name: 'Look again' }).click()
  await expect(dialogOf(page, 'lotus_scanner was created').getByText('Tr0mbone-Quilt-77')).toBeVisible()
  expect(countOf(panel, 'POST', '/ftp/')).toBe(1)
})

test('a change of unknown outcome is found after a bulk run and a reload: in its row, on the overview, in Activity', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01', state: state() })
  const { id } = await app.add(panel)
  await app.call('settings.set', { answerTimeoutSec: 2 })
  await app.call('inventory.refresh', {})
  const plan = await app.call('bulk.plan', {
    planningId: 'own',
    intent: { action: { type: 'ftp.edit', patch: { enabled: false } }, keys: [`${id}/ftp/lotus_deploy`] },
  })
  await panel.setFault('dropBefore', { method: 'POST', count: 1 })
  await app.call('bulk.start', { planId: plan.id, confirm: {} })
  await expect.poll(async () => (await app.call('bulk.runs', {}))[0]?.counts.unknown, { timeout: 30_000 }).toBe(1)

  await app.open(page, '/ftp')
  const account = await openRow(page, 'ftp', 'lotus_deploy')
  const note = page.getByRole('status').filter({ hasText: 'Not known yet: disable lotus_deploy on web-01' })
  await expect(account.locator(note).getByText(notDone)).toBeVisible()
  await page.reload()
  await expect(note.getByText(notDone)).toBeVisible()

  await goTo(page, 'Overview')
  await page.getByRole('link', { name: '1 change of the last 14 days has an unknown outcome' }).click()
  await page.getByRole('gridcell', { name: 'lotus_deploy' }).click()
  await expect(note.getByText(notDone)).toBeVisible()
  await note.getByRole('button', { name: 'Send again…' }).click()
  await page.getByRole('button', { name: 'Run 1 change' }).click()
  await expect.poll(() => panel.accounts[0]?.enabled).toBe(false)
  await app.open(page, '/ftp')
  await openRow(page, 'ftp', 'lotus_deploy')
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toContainText('disabled')
  await expect(note).toHaveCount(0)
  expect(countOf(panel, 'POST', '/ftp/lotus_deploy/toggle')).toBe(2)
})
