import { createServer, type AddressInfo, type Server } from 'node:net'
import type { Page } from '@playwright/test'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
import { expect, test } from './app.ts'
import { dialogOf, panelOf, rowOf } from './screens.ts'

/** Opens "Add a server", types this address and tests the connection. */
async function testAddress(page: Page, address: string, token?: string) {
  await page.getByRole('button', { name: 'Add server…' }).click()
  const dialog = dialogOf(page, 'Add a server')
  await dialog.getByLabel('Address of the panel').fill(address)
  if (token) await dialog.getByLabel('API token').fill(token)
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  return dialog
}

/** Closes the dialog without saving, so that the next address starts afresh. */
async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Close without saving' }).click()
  await expect(dialogOf(page, 'Add a server')).toBeHidden()
}

const listening = (server: Server) =>
  new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

async function findNoName(page: Page): Promise<void> {
  const dialog = await testAddress(page, 'name.invalid')
  await expect(dialog.getByText('It stops at: Name look-up')).toBeVisible()
  await expect(dialog.getByText('The name name.invalid cannot be found.')).toBeVisible()
  await expect(
    dialog.getByText('Check the spelling, your internet connection, and whether the DNS entry still exists.'),
  ).toBeVisible()
}

async function findNoListener(page: Page): Promise<void> {
  const server = createServer()
  const port = await listening(server)
  await new Promise((done) => server.close(done))
  const dialog = await testAddress(page, `127.0.0.1:${port}`)
  await expect(dialog.getByText('It stops at: Port')).toBeVisible()
  await expect(dialog.getByText(`127.0.0.1 is there but refuses connections on port ${port}.`)).toBeVisible()
  await expect(
    dialog.getByText('The panel may be stopped, or listen elsewhere: panels use port 2083 or 3082.'),
  ).toBeVisible()
}

async function findNoTls(page: Page): Promise<void> {
  const server = createServer((socket) => socket.end('220 smtp.example.com ESMTP\r\n').on('error', () => undefined))
  const port = await listening(server)
  const dialog = await testAddress(page, `127.0.0.1:${port}`)
  await expect(dialog.getByText('It stops at: Certificate')).toBeVisible()
  await expect(dialog.getByText('No secure connection to 127.0.0.1 could be made.')).toBeVisible()
  await expect(
    dialog.getByText('The port may not speak https, or the server’s TLS is too old. Check the port first.'),
  ).toBeVisible()
  server.close()
}

async function refusePlainHttp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add server…' }).click()
  const dialog = dialogOf(page, 'Add a server')
  await dialog.getByLabel('Address of the panel').fill('http://127.0.0.1:9')
  await expect(dialog.getByText('This address uses plain http, which is off.', { exact: false })).toBeVisible()
  await expect(dialog.getByRole('switch', { name: 'Allow plain http for this server' })).not.toBeChecked()
  await expect(dialog.getByText('anyone on the way can read and use them', { exact: false })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Test connection' })).toBeDisabled()
}

test('an address without a panel: the step that fails is named, with what to do', async ({ page, app }) => {
  await app.open(page, '/servers')
  await test.step('a host name that does not exist', () => findNoName(page))
  await closeDialog(page)
  await test.step('a port on which nothing listens', () => findNoListener(page))
  await closeDialog(page)
  await test.step('a port that does not speak TLS', () => findNoTls(page))
  await closeDialog(page)
  await test.step('plain http is refused before anything is sent, and its risk is named', () => refusePlainHttp(page))
})

async function findWrongPath(page: Page, panel: DemoPanelServer): Promise<void> {
  const dialog = await testAddress(page, `${panel.origin}/wrong/v9`, panel.token)
  await dialog.getByRole('button', { name: 'Trust this certificate' }).click()
  await expect(dialog.getByText('There is no WisPanel API at this address.').first()).toBeVisible()
  await dialog.getByRole('button', { name: `Use ${panel.url}` }).click()
  await expect(dialog.getByText('Everything works: 0 FTP accounts, 0 cron jobs.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Add server' }).click()
  await expect(rowOf(page, 'servers', '127.0.0.1')).toContainText('OK')
}

async function findWrongTokens(page: Page, panel: DemoPanelServer): Promise<void> {
  panel.addToken('wsp_00cron', { scopes: ['cron'] })
  const dialog = await testAddress(page, panel.url, 'wsp_00wrong')
  await dialog.getByRole('button', { name: 'Trust this certificate' }).click()
  await expect(dialog.getByText('It stops at: Token')).toBeVisible()
  await expect(dialog.getByText(/^The panel does not accept this token\./)).toBeVisible()
  await dialog.getByRole('button', { name: 'Enter another token' }).click()
  await expect(dialog.getByLabel('API token')).toBeFocused()
  await dialog.getByLabel('API token').fill('wsp_00cron')
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  await expect(dialog.getByText('The connection works, but not everything may be read.')).toBeVisible()
  await expect(
    dialog.getByText('Give the token the permission “ftp” in the panel, or enter a token that has it.'),
  ).toBeVisible()
}

async function findExcludedAddress(page: Page, panel: DemoPanelServer): Promise<void> {
  await panel.setFault('addressRefused', true)
  const dialog = await testAddress(page, panel.url, panel.token)
  await dialog.getByRole('button', { name: 'Trust this certificate' }).click()
  await expect(
    dialog.getByText('Add the internet address of this machine to the token’s IP list in the panel, then test again.'),
  ).toBeVisible()
  await panel.clearFaults()
  await dialog.getByRole('button', { name: 'Test again' }).click()
  await expect(dialog.getByText('Everything works: 0 FTP accounts, 0 cron jobs.')).toBeVisible()
}

test('a panel that does not let this app in: the reason is named, and its solution works', async ({
  page,
  app,
  startPanel,
}) => {
  const startOne = (name: string) => startPanel({ name, state: emptyState('lotus') })
  await app.open(page, '/servers')
  const tokens = await startOne('tokens')
  await test.step('an invalid token and one without the scope', () => findWrongTokens(page, tokens))
  await closeDialog(page)
  const addresses = await startOne('addresses')
  await test.step('a token whose IP restriction excludes this machine', () => findExcludedAddress(page, addresses))
  await closeDialog(page)
  const paths = await startOne('paths')
  await test.step('a path without an API: the right one is offered', () => findWrongPath(page, paths))
})

test('after a test that passes, the server no longer asks for one, whether or not the panel tells the owner', async ({
  page,
  app,
  startPanel,
}) => {
  const telling = await startPanel({ name: 'telling', state: emptyState('lotus') })
  const silent = await startPanel({ name: 'silent', state: emptyState('lotus'), traits: { withoutIdentity: true } })
  await app.open(page, '/servers')
  for (const [panel, owner] of [
    [telling, 'lotus'],
    [silent, 'the panel does not say'],
  ] as const) {
    const dialog = await testAddress(page, panel.url, panel.token)
    await dialog.getByRole('button', { name: 'Trust this certificate' }).click()
    await expect(dialog.getByText('Everything works: 0 FTP accounts, 0 cron jobs.')).toBeVisible()
    await dialog.getByLabel('Name', { exact: true }).fill(panel.name)
    await dialog.getByRole('button', { name: 'Add server' }).click()
    // The panel of a server that was added is open.
    const server = panelOf(page, panel.name)
    await expect(server.getByRole('definition').filter({ hasText: owner })).toBeVisible()
    await expect(server.getByText('run a connection test to find out')).toHaveCount(0)
  }
})
