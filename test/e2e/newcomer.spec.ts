import type { Locator, Page } from '@playwright/test'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { test } from './app-process.ts'
import { type AppUnderTest, expect } from './app.ts'
import { dialogOf, expectFingerprint, goTo, openRow, rowOf, toastOf, undo } from './screens.ts'

const dayMs = 86_400_000
const state = () => ({
  ...emptyState('lotus'),
  accounts: ['lotus_deploy', 'lotus_media'].map((username) => accountOf({ username }, Date.now() - dayMs)),
})

const listOf = (panel: DemoPanelServer, username: string) =>
  panel.accounts.find((account) => account.username === username)?.allowedIps.toSorted()

async function expectFirstScreen(page: Page, app: AppUnderTest): Promise<void> {
  await expect(page.getByRole('heading', { name: 'One desk for your WisPanel servers' })).toBeVisible()
  await expect(page.getByText(app.dataDir, { exact: true })).toBeVisible()
  await expect(
    page.getByText('No keychain answers on this system. You choose when you enter the first token.'),
  ).toBeVisible()
}

async function testBareAddress(dialog: Locator, panel: DemoPanelServer): Promise<void> {
  await dialog.getByLabel('Address of the panel').fill(`127.0.0.1:${panel.port}`)
  await expect(dialog.getByText(`https://127.0.0.1:${panel.port}/api/v1`)).toBeVisible()
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  await expect(dialog.getByText('It stops at: Certificate')).toBeVisible()
  await expectFingerprint(dialog, panel.fingerprint256)
  expect(panel.requests).toEqual([])
}

async function choosePlaceForToken(page: Page, dialog: Locator, panel: DemoPanelServer): Promise<void> {
  await dialog.getByLabel('API token').fill(panel.token)
  await dialog.getByRole('button', { name: 'Choose a place…' }).click()
  const chooser = dialogOf(page, 'Where tokens are kept')
  await expect(chooser.getByText('No keychain answers on this computer')).toBeVisible()
  await chooser.getByRole('radio', { name: 'Memory only' }).check()
  await chooser.getByRole('button', { name: 'Keep tokens in memory only' }).click()
  await expect(chooser).toBeHidden()
  await expect(dialog.getByText('No place for tokens yet')).toBeHidden()
  expect(panel.requests).toEqual([])
}

async function trustAndAdd(page: Page, dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Trust this certificate' }).click()
  await expect(dialog.getByText('Everything works: 2 FTP accounts, 0 cron jobs.')).toBeVisible()
  await dialog.getByLabel('Name', { exact: false }).first().fill('web-01')
  await dialog.getByRole('button', { name: 'Add server' }).click()
  await expect(dialog).toBeHidden()
  await expect(rowOf(page, 'servers', 'web-01')).toContainText('OK')
}

async function restrictOutOfMessyList(page: Page): Promise<void> {
  await goTo(page, 'FTP accounts')
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toContainText('no restriction')
  const account = await openRow(page, 'ftp', 'lotus_deploy')
  await account.getByRole('button', { name: 'Restrict…' }).click()
  await account
    .getByLabel('Addresses that may sign in')
    .fill(' 203.0.113.7,203.0.113.7/32 ;\n198.51.100.9/28 # the office\n\n2001:DB8:0:0::1\t192.0.2.0/30')
  await account.getByRole('button', { name: /^Save/ }).click()
  const asked = dialogOf(page, 'Restrict lotus_deploy to these addresses?')
  await expect(asked.getByText('From then on nobody but these addresses can log in:')).toBeVisible()
  await expect(asked.getByRole('listitem')).toHaveText([
    '203.0.113.7',
    '198.51.100.0/28',
    '2001:DB8:0:0::1',
    '192.0.2.0/30',
  ])
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await asked.getByRole('button', { name: 'Restrict sign-in' }).click()
  await expect(account.getByText('Read back from the panel: 4 entries, as sent.')).toBeVisible()
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).not.toContainText('no restriction')
}

async function undoAndReadActivity(page: Page, panel: DemoPanelServer): Promise<void> {
  await undo(page, 'Allowed addresses of lotus_deploy were changed')
  // The list was empty before, so the undo empties it, which is asked as always.
  await dialogOf(page, 'Empty the address list of lotus_deploy?')
    .getByRole('button', { name: 'Empty the list' })
    .click()
  await expect(toastOf(page, 'lotus_deploy is as it was before')).toBeVisible()
  expect(listOf(panel, 'lotus_deploy')).toEqual([])
  await goTo(page, 'Activity')
  const log = page.getByRole('grid', { name: 'Every change that was made from here, newest first' })
  const changes = log.getByRole('row').filter({ hasText: 'Change allowed addresses' })
  await expect(changes).toHaveCount(2)
  await expect(changes.first()).toContainText('lotus_deploy')
  await expect(changes.last()).toContainText('198.51.100.0/28')
}

test('from the first start to the first restriction, with nothing sent before the certificate is trusted', async ({
  page,
  freshApp: app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01.lotus.example', state: state() })
  await app.open(page)

  await test.step('the first screen says what is stored where', () => expectFirstScreen(page, app))

  await page.getByRole('button', { name: 'Add your first server' }).click()
  const dialog = dialogOf(page, 'Add a server')

  await test.step('a test of the bare address shows the panel’s certificate', () => testBareAddress(dialog, panel))
  await test.step('a token requires a place to store it first', () => choosePlaceForToken(page, dialog, panel))
  await test.step('with the certificate trusted, the whole connection works', () => trustAndAdd(page, dialog))
  await test.step('the account without a restriction gets one from an untidy list', () => restrictOutOfMessyList(page))

  expect(listOf(panel, 'lotus_deploy')).toEqual(['192.0.2.0/30', '198.51.100.0/28', '2001:DB8:0:0::1', '203.0.113.7'])
  expect(listOf(panel, 'lotus_media')).toEqual([])

  await test.step('Undo reverts it, and the activity log contains both', () => undoAndReadActivity(page, panel))
})

test('the demo fleet starts with one click, is marked as demo, and disappears when it is stopped', async ({
  page,
  freshApp: app,
}) => {
  await app.open(page)
  await page.getByRole('button', { name: 'Explore the demo fleet' }).click()
  await expect(page.getByRole('complementary', { name: 'Demo servers' })).toBeVisible({ timeout: 20_000 })
  const rows = page.getByRole('grid', { name: 'Servers on this desk' }).getByRole('row')
  await expect(rows).toHaveCount(13)
  await expect(rows.filter({ hasText: 'OK' })).toHaveCount(12, { timeout: 20_000 })
  await goTo(page, 'FTP accounts')
  await expect(page.getByRole('grid', { name: 'FTP accounts' }).getByRole('row').nth(20)).toBeVisible()

  await goTo(page, 'Servers')
  await page.getByRole('button', { name: 'Stop the demo' }).click()
  await expect(page.getByRole('button', { name: 'Explore the demo fleet' })).toBeVisible()
  expect(await app.call('servers.list', {})).toEqual([])
})
