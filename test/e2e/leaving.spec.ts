import type { Page } from '@playwright/test'
import { emptyState } from '../../src/demo/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { expect, test } from './app.ts'
import { interceptEvents, navigate } from './navigate.ts'
import { dialogOf, openRow, panelOf, toastOf } from './screens.ts'

const state = {
  ...emptyState('lotus'),
  accounts: [accountOf({ username: 'lotus_deploy', allowedIps: ['203.0.113.7'] }, Date.now() - 86_400_000)],
}

/** The note that names the next screen. It is behind the dialog, which hides it from assistive tools. */
const waitsNote = (page: Page, screen = '') =>
  page.getByRole('listitem', { includeHidden: true }).filter({ hasText: `${screen} opens once this dialog is closed` })

test('a password that is shown once outlives links, notifications and Back, and the last link opens when it is closed', async ({
  page,
  app,
  startPanel,
}) => {
  await app.add(await startPanel({ name: 'web-01', token: 'wsp_00web', state }))
  await interceptEvents(page)
  await app.open(page, '/cron')
  await expect(page).toHaveTitle(/^Cron jobs/)
  await navigate(page, { screen: 'ftp', query: {} })
  await expect(page).toHaveTitle(/^FTP accounts/)
  const panel = await openRow(page, 'ftp', 'lotus_deploy')

  await panel.getByRole('button', { name: 'Set password…' }).click()
  await dialogOf(page, 'Set a new password').getByRole('textbox', { name: 'New password' }).fill('Tr0mbone-Quilt-77')
  await dialogOf(page, 'Set a new password').getByRole('button', { name: 'Set the password' }).click()
  const done = dialogOf(page, 'The password was changed')
  const secret = done.getByText('Tr0mbone-Quilt-77', { exact: true })
  await expect(secret).toBeVisible()

  await navigate(page, { screen: 'activity', query: {} })
  await expect(waitsNote(page, 'Activity')).toBeVisible()
  await page.evaluate(() => history.back())
  // Back would return to the screen without its side panel.
  await expect(waitsNote(page, 'FTP accounts')).toBeVisible()
  await expect(page).toHaveURL(/#\/ftp\?row=/)
  await page.evaluate(() => (location.hash = '#/settings'))
  await expect(waitsNote(page, 'Settings')).toBeVisible()
  await navigate(page, { screen: 'servers', query: { do: 'add' } })
  await expect(waitsNote(page, 'Servers')).toBeVisible()
  await expect(waitsNote(page)).toHaveCount(1)
  await expect(secret).toBeVisible()
  expect(page.url()).toMatch(/#\/ftp\?row=/)

  await done.getByRole('button', { name: 'I have it, close' }).click()
  const adding = dialogOf(page, 'Add a server')
  await expect(adding).toBeVisible()
  await expect(page.getByText('Tr0mbone-Quilt-77')).toHaveCount(0)

  // A form is guarded on its own screen too: opening the same location again would reset it.
  await adding.getByRole('textbox', { name: 'Address of the panel' }).fill('https://203.0.113.10:8443')
  await navigate(page, { screen: 'servers', query: { do: 'import' } })
  await expect(waitsNote(page, 'Servers')).toBeVisible()
  await expect(adding.getByRole('textbox', { name: 'Address of the panel' })).toHaveValue('https://203.0.113.10:8443')
  await adding.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Close without saving' }).click()
  await expect(dialogOf(page, /^Import/)).toBeVisible()
})

test('unsaved text keeps its screen open until it is discarded', async ({ page, app, startPanel }) => {
  await app.add(await startPanel({ name: 'web-01', token: 'wsp_00web', state }))
  await interceptEvents(page)
  await app.open(page, '/ftp')
  const panel = await openRow(page, 'ftp', 'lotus_deploy')
  await panel.getByRole('button', { name: 'Edit' }).click()
  const field = panel.getByRole('textbox', { name: 'Addresses that may sign in' })
  await field.fill('203.0.113.7\n198.51.100.0/24')
  await navigate(page, { screen: 'cron', query: {} })
  await expect(toastOf(page, 'So Cron jobs was not opened.')).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  await expect(toastOf(page, 'So Settings was not opened.')).toBeVisible()
  await expect(field).toHaveValue('203.0.113.7\n198.51.100.0/24')
  await expect(panelOf(page, 'lotus_deploy')).toBeVisible()
  await toastOf(page, 'So Settings was not opened.').getByRole('button', { name: 'Discard and go' }).click()
  await expect(page).toHaveTitle(/^Settings/)
})
