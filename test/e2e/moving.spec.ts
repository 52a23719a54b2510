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

async function importEverything(there: Page, other: AppUnderTest, file: string): Promise<void> {
  await goTo(there, 'Settings')
  await there.getByRole('button', { name: 'Import…' }).click()
  const importing = dialogOf(there, 'Import another desk')
  await importing.locator('input[type=file]').setInputFiles(file)
  await typeInto(there, importing.getByLabel('Passphrase of the export'), 'not the passphrase')
  await importing.getByRole('button', { name: 'Open the file' }).click()
  await expect(importing.getByText('This passphrase does not open the export.')).toBeVisible({ timeout: 20_000 })
  await importing.getByLabel('Passphrase of the export').focus()
  await there.keyboard.press('ControlOrMeta+A')
  await there.keyboard.insertText(passphrase)
  await importing.getByRole('button', { name: 'Open the file' }).click()
  await expect(importing.getByText('It holds 1 server, 1 token')).toBeVisible({ timeout: 20_000 })
  await expectAccessible(there, other, 'what an import would do')

  await importing.getByRole('button', { name: 'Choose a place…' }).click()
  await dialogOf(there, 'Where tokens are kept')
    .getByRole('radio', { name: /^Memory only/ })
    .check()
  await dialogOf(there, 'Where tokens are kept').getByRole('button', { name: 'Keep tokens in memory only' }).click()
  await importing.getByRole('button', { name: 'Add to this desk' }).click()
  await expect(importing.getByText('The import is done')).toBeVisible({ timeout: 20_000 })
  await importing.getByRole('button', { name: 'Close' }).last().click()
}

async function importAgainAndRestore(there: Page, other: AppUnderTest, serverId: string): Promise<void> {
  const { text: again } = await other.call('data.export', { passphrase })
  const { backup } = await other.call('data.import', { text: again, passphrase, mode: 'add' })
  await other.call('servers.edit', { id: serverId, patch: { name: 'a mistake' } })

  await goTo(there, 'Settings')
  const list = there.getByRole('list', { name: 'Backups, newest first' })
  await expect(list.getByText('Before an import')).toHaveCount(2)
  expect((await other.call('data.backups', {}))[0]?.name).toBe(backup)
  await expectAccessible(there, other, 'settings with backups')
  await list.getByRole('button').first().click()
  const asked = there.getByRole('dialog', { name: /^Restore the backup of/ })
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expectAccessible(there, other, 'restore')
  await asked.getByRole('button', { name: 'Restore this backup' }).click()
  await expect(toastOf(there, /was restored$/)).toBeVisible()
  await goTo(there, 'Servers')
  await expect(rowOf(there, 'servers', 'renamed')).toContainText('OK')
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
  const there = await context.newPage()
  try {
    await other.call('settings.set', { welcomed: true })
    await other.open(there)
    await importEverything(there, other, file)
    await goTo(there, 'Servers')
    await expect(rowOf(there, 'servers', 'web-01')).toContainText('OK')
    await other.call('servers.edit', { id: server.id, patch: { name: 'renamed' } })
    await expect(rowOf(there, 'servers', 'renamed')).toBeVisible()
    await importAgainAndRestore(there, other, server.id)
  } finally {
    await there.close()
    await other.stop()
  }
})
