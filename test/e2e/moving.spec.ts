import type { Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { expectAccessible } from './accessibility.ts'
import { type AppUnderTest, expect, startApp, test } from './app.ts'
import { dialogOf, goTo, rowOf, toastOf } from './screens.ts'
import { expectForgotten, secretsIn, typeInto } from './secret-search.ts'

const passphrase = 'umbrella-7-Quartz-lantern'

async function exportEverything(page: Page, app: AppUnderTest, panel: DemoPanelServer): Promise<string> {
  await page.getByRole('button', { name: 'Export…' }).click()
  const exporting = dialogOf(page, 'Export everything')
  await typeInto(page, exporting.getByLabel('Passphrase', { exact: true }), passphrase)
  await typeInto(page, exporting.getByLabel('Passphrase again'), 'another one')
  await exporting.getByRole('button', { name: 'Save the export' }).click()
  await expect(exporting.getByLabel('Passphrase again')).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(page, app, 'export')
  await exporting.getByLabel('Passphrase again').focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(passphrase)
  const saving = page.waitForEvent('download')
  await exporting.getByRole('button', { name: 'Save the export' }).click()
  const download = await saving
  expect(download.suggestedFilename()).toMatch(/^wisdeck-\d{4}-\d{2}-\d{2}\.wisdeck$/)
  await expect(exporting.getByText('It holds 1 server, 1 token')).toBeVisible({ timeout: 20_000 })
  const file = await download.path()
  const text = await readFile(file, 'utf8')
  expect(secretsIn(text, { token: panel.token, passphrase, host: new URL(panel.url).host })).toEqual([])
  await exporting.getByRole('button', { name: 'Close' }).last().click()
  await expectForgotten(page, { passphrase, token: panel.token })
  return file
}

async function importEverything(otherPage: Page, other: AppUnderTest, file: string): Promise<void> {
  await goTo(otherPage, 'Settings')
  await otherPage.getByRole('button', { name: 'Import…' }).click()
  const importing = dialogOf(otherPage, 'Import another desk')
  await importing.locator('input[type=file]').setInputFiles(file)
  await typeInto(otherPage, importing.getByLabel('Passphrase of the export'), 'not the passphrase')
  await importing.getByRole('button', { name: 'Open the file' }).click()
  await expect(importing.getByText('This passphrase does not open the export.')).toBeVisible({ timeout: 20_000 })
  await importing.getByLabel('Passphrase of the export').focus()
  await otherPage.keyboard.press('ControlOrMeta+A')
  await otherPage.keyboard.insertText(passphrase)
  await importing.getByRole('button', { name: 'Open the file' }).click()
  await expect(importing.getByText('It holds 1 server, 1 token')).toBeVisible({ timeout: 20_000 })
  await expectAccessible(otherPage, other, 'what an import would do')

  await importing.getByRole('button', { name: 'Choose a place…' }).click()
  await dialogOf(otherPage, 'Where tokens are kept')
    .getByRole('radio', { name: /^Memory only/ })
    .check()
  await dialogOf(otherPage, 'Where tokens are kept').getByRole('button', { name: 'Keep tokens in memory only' }).click()
  await importing.getByRole('button', { name: 'Add to this desk' }).click()
  await expect(importing.getByText('The import is done')).toBeVisible({ timeout: 20_000 })
  await importing.getByRole('button', { name: 'Close' }).last().click()
}

async function importAgainAndRestore(otherPage: Page, other: AppUnderTest, serverId: string): Promise<void> {
  const { text: exportText } = await other.call('data.export', { passphrase })
  const { backup } = await other.call('data.import', { text: exportText, passphrase, mode: 'add' })
  await other.call('servers.edit', { id: serverId, patch: { name: 'a mistake' } })

  await goTo(otherPage, 'Settings')
  const list = otherPage.getByRole('list', { name: 'Backups, newest first' })
  await expect(list.getByText('Before an import')).toHaveCount(2)
  expect((await other.call('data.backups', {}))[0]?.name).toBe(backup)
  await expectAccessible(otherPage, other, 'settings with backups')
  await list.getByRole('button').first().click()
  const dialog = otherPage.getByRole('dialog', { name: /^Restore the backup of/ })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectAccessible(otherPage, other, 'restore')
  await dialog.getByRole('button', { name: 'Restore this backup' }).click()
  await expect(toastOf(otherPage, /was restored$/)).toBeVisible()
  await goTo(otherPage, 'Servers')
  await expect(rowOf(otherPage, 'servers', 'renamed')).toContainText('OK')
}

test('an app’s data moves to another machine and is restored from a backup', async ({
  page,
  app,
  startPanel,
  browser,
}) => {
  test.setTimeout(240_000)
  const panel = await startPanel({ name: 'web-01' })
  const server = await app.add(panel)
  await app.open(page)
  await goTo(page, 'Settings')

  const file = await exportEverything(page, app, panel)

  const other = await startApp()
  const context = await browser.newContext()
  const otherPage = await context.newPage()
  try {
    await other.call('settings.set', { welcomed: true })
    await other.open(otherPage)
    await importEverything(otherPage, other, file)
    await goTo(otherPage, 'Servers')
    await expect(rowOf(otherPage, 'servers', 'web-01')).toContainText('OK')
    await other.call('servers.edit', { id: server.id, patch: { name: 'renamed' } })
    await expect(rowOf(otherPage, 'servers', 'renamed')).toBeVisible()
    await importAgainAndRestore(otherPage, other, server.id)
  } finally {
    await otherPage.close()
    await other.stop()
  }
})
