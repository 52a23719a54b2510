import type { Locator, Page } from '@playwright/test'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
import { accountOf, passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import { apiDocument, countOf, endpointsUsed, refusedRequests } from './api-document.ts'
import { expect, test } from './app.ts'
import { dialogOf, openRow, panelOf, rowOf, toastOf, undo } from './screens.ts'

/** The panel `web` sends the allow lists with its account list. `shop`, a production server, does not. */
const stateOf = (owner: string) => ({
  ...emptyState(owner),
  accounts: [
    accountOf({ username: `${owner}_deploy`, quotaMb: 512 }, Date.now() - 86_400_000),
    accountOf({ username: `${owner}_media`, allowedIps: ['203.0.113.0/26'], readOnly: true }, Date.now() - 86_400_000),
    accountOf({ username: `${owner}_b@c.d%1`, enabled: false }, Date.now() - 86_400_000),
  ],
})

const accountOn = (panel: DemoPanelServer, username: string) =>
  panel.accounts.find((account) => account.username === username)

async function expectAccountsOfBoth(page: Page): Promise<void> {
  await expect(rowOf(page, 'ftp', 'lotus_media')).toContainText('203.0.113.0/26')
  await expect(rowOf(page, 'ftp', 'lotus_b@c.d%1')).toContainText('disabled')
  // On that panel each allow list costs one request, so the list may come a little later. Until then the row must not
  // say "open".
  await expect(rowOf(page, 'ftp', 'kiln_media')).toContainText('203.0.113.0/26')
}

async function createAccount(page: Page, web: DemoPanelServer): Promise<void> {
  await page.getByRole('button', { name: 'New account…' }).click()
  const dialog = dialogOf(page, 'New FTP account')
  await dialog.getByRole('combobox', { name: 'Server' }).fill('web')
  await page.getByRole('option', { name: 'web-01' }).click()
  await dialog.getByLabel('Name').fill('scanner')
  await expect(dialog.getByText('Will be lotus_scanner on the server.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Generate' }).click()
  const password = await dialog.getByLabel('Password', { exact: false }).and(dialog.getByRole('textbox')).inputValue()
  expect(password.length).toBeGreaterThanOrEqual(16)
  await dialog.getByLabel('Domain').fill('example.com')
  await dialog.getByRole('button', { name: 'Create the account' }).click()
  const done = dialogOf(page, 'lotus_scanner was created')
  await expect(done.getByText(password, { exact: true })).toBeVisible()
  expect(accountOn(web, 'lotus_scanner')).toMatchObject({
    domain: 'example.com',
    passwordSha256: passwordDigest(password),
    allowedIps: [],
  })
  await done.getByRole('button', { name: 'I have it, close' }).click()
  await expect(rowOf(page, 'ftp', 'lotus_scanner')).toBeVisible()
  await expect(page.getByText(password)).toHaveCount(0)
  expect(countOf(web, 'POST', '/ftp/')).toBe(1)
}

async function changeQuotaAndAccess(page: Page, web: DemoPanelServer, account: Locator): Promise<void> {
  await account.getByLabel('Quota').fill('2048')
  await account.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(toastOf(page, /Quota of lotus_deploy/)).toBeVisible()
  expect(accountOn(web, 'lotus_deploy')).toMatchObject({ quotaMb: 2048, readOnly: false })
  await undo(page, /Quota of lotus_deploy/)
  await expect.poll(() => accountOn(web, 'lotus_deploy')?.quotaMb).toBe(512)
  await account.getByRole('switch', { name: 'Read-only access' }).click()
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toContainText('read-only')
  expect(accountOn(web, 'lotus_deploy')).toMatchObject({ quotaMb: 512, readOnly: true })
  const sent = web.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/lotus_deploy'))
  expect(sent.map(({ body }) => body)).toEqual([{ quota_mb: 2048 }, { quota_mb: 512 }, { read_only: true }])
}

async function changePassword(page: Page, web: DemoPanelServer, account: Locator): Promise<void> {
  await account.getByRole('button', { name: 'Set password…' }).click()
  const dialog = dialogOf(page, 'Set a new password')
  await dialog.getByRole('textbox', { name: 'New password' }).fill('Tr0mbone-Quilt-77')
  await dialog.getByRole('button', { name: 'Set the password' }).click()
  const done = dialogOf(page, 'The password was changed')
  await done.getByRole('button', { name: 'I have it, close' }).click()
  await expect(page.getByText('Tr0mbone-Quilt-77')).toHaveCount(0)
  expect(accountOn(web, 'lotus_deploy')?.passwordSha256).toBe(passwordDigest('Tr0mbone-Quilt-77'))
}

async function toggleTwice(page: Page, web: DemoPanelServer, account: Locator): Promise<void> {
  await account.getByRole('switch', { name: 'Account is enabled' }).click()
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toContainText('disabled')
  expect(accountOn(web, 'lotus_deploy')?.enabled).toBe(false)
  await undo(page, 'lotus_deploy is disabled')
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toContainText('enabled')
  await expect.poll(() => accountOn(web, 'lotus_deploy')?.enabled).toBe(true)
  expect(countOf(web, 'POST', '/ftp/lotus_deploy/toggle')).toBe(2)
  await openRow(page, 'ftp', 'lotus_b@c.d%1')
  await panelOf(page, 'lotus_b@c.d%1').getByRole('switch', { name: 'Account is enabled' }).click()
  await expect.poll(() => accountOn(web, 'lotus_b@c.d%1')?.enabled).toBe(true)
  expect(countOf(web, 'POST', '/ftp/lotus_b%40c.d%251/toggle')).toBe(1)
}

async function changeAddresses(page: Page, web: DemoPanelServer): Promise<void> {
  const media = await openRow(page, 'ftp', 'lotus_media')
  await media.getByRole('button', { name: 'Edit', exact: true }).click()
  const list = media.getByLabel('Addresses that may sign in')
  await list.fill('203.0.113.0/26\nweb.example.com')
  await expect(media.getByText(/Line 2, column 1: “web\.example\.com” is a host name/)).toBeVisible()
  await expect(media.getByRole('button', { name: /^Save/ })).toBeDisabled()
  await list.fill('203.0.113.0/26\n192.0.2.44')
  await media.getByRole('button', { name: 'Save: 1 added' }).click()
  await expect(media.getByText('Read back from the panel: 2 entries, as sent.')).toBeVisible()
  expect(accountOn(web, 'lotus_media')?.allowedIps.toSorted()).toEqual(['192.0.2.44', '203.0.113.0/26'])
  await media.getByRole('button', { name: 'Edit', exact: true }).click()
  await list.fill('')
  await media.getByRole('button', { name: 'Save: 2 removed' }).click()
  const asked = dialogOf(page, 'Empty the address list of lotus_media?')
  await expect(asked).toContainText('say whether an empty list means open or closed')
  await asked.getByRole('button', { name: 'Cancel' }).click()
  expect(accountOn(web, 'lotus_media')?.allowedIps).toHaveLength(2)
  await media.getByRole('button', { name: 'Save: 2 removed' }).click()
  await asked.getByRole('button', { name: 'Empty the list' }).click()
  await expect(media.getByText('Read back from the panel: the list is empty, as sent.')).toBeVisible()
  expect(accountOn(web, 'lotus_media')?.allowedIps).toEqual([])
}

async function deleteOnProduction(page: Page, shop: DemoPanelServer): Promise<void> {
  const account = await openRow(page, 'ftp', 'kiln_deploy')
  await account.getByRole('button', { name: 'Delete on the server…' }).click()
  const dialog = dialogOf(page, 'Delete kiln_deploy on shop-02?')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await expect(dialog.getByText('Production', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete on the server' }).click({ force: true })
  await dialog.getByLabel('Type delete to go on').fill('delet')
  await dialog.getByLabel('Type delete to go on').press('Enter')
  await expect(dialog.getByText('That is not delete yet.')).toBeVisible()
  expect(countOf(shop, 'DELETE', /./)).toBe(0)
  await dialog.getByLabel('Type delete to go on').fill('delete')
  await dialog.getByRole('button', { name: 'Delete on the server' }).click()
  await expect(toastOf(page, 'kiln_deploy was deleted on the server')).toBeVisible()
  await expect(rowOf(page, 'ftp', 'kiln_deploy')).toHaveCount(0)
  expect(shop.accounts.map(({ username }) => username)).toEqual(['kiln_media', 'kiln_b@c.d%1'])
}

async function askForServiceAndAnonymous(page: Page, web: DemoPanelServer): Promise<void> {
  await openRow(page, 'ftp', 'lotus_media')
  await panelOf(page, 'lotus_media').getByRole('link', { name: 'Anonymous FTP of this server…' }).click()
  const server = panelOf(page, 'web-01')
  await server.getByRole('button', { name: 'Ask the panel' }).click()
  await expect(server.getByText('4 accounts by its own count')).toBeVisible()
  await server.getByLabel('Domain').fill('example.com')
  await server.getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(server.getByText('Anonymous FTP is off')).toBeVisible()
  await server.getByRole('button', { name: 'Switch on…' }).click()
  await dialogOf(page, 'Let anyone in to example.com?').getByRole('button', { name: 'Switch anonymous FTP on' }).click()
  await expect(server.getByText('Anonymous FTP is on')).toBeVisible()
  expect(web.snapshot().anonymous[0]?.enabled).toBe(true)
  await undo(page, 'Anonymous FTP of example.com is on')
  await expect(server.getByText('Anonymous FTP is off')).toBeVisible()
  expect(web.snapshot().anonymous[0]?.enabled).toBe(false)
}

test('every FTP endpoint of the API document, used from the screen', async ({ page, app, startPanel }) => {
  test.setTimeout(120_000)
  const web = await startPanel({ name: 'web-01', token: 'wsp_00web', state: stateOf('lotus') })
  const shop = await startPanel({
    name: 'shop-02',
    token: 'wsp_00shop',
    state: stateOf('kiln'),
    traits: { listCarriesAllowedIps: false },
  })
  await app.add(web)
  await app.add(shop, { environment: 'production' })
  await app.open(page, '/ftp')

  await test.step('list: the accounts of both servers, and an unknown list is not called unrestricted', () =>
    expectAccountsOfBoth(page))
  await test.step('create: the name is predicted, the password generated and shown once', () =>
    createAccount(page, web))

  const account = await openRow(page, 'ftp', 'lotus_deploy')

  await test.step('change: quota and access, each undone', () => changeQuotaAndAccess(page, web, account))
  await test.step('change: the password is shown once and then gone', () => changePassword(page, web, account))
  await test.step('toggle: off and on again, one request each', () => toggleTwice(page, web, account))
  await test.step('addresses: set, changed, and the last one removed after a question of its own', () =>
    changeAddresses(page, web))
  await test.step('delete: a word has to be typed, and nothing is sent before it is typed', () =>
    deleteOnProduction(page, shop))
  await test.step('status of the service, and anonymous FTP of a domain: read, switched on, switched off', () =>
    askForServiceAndAnonymous(page, web))

  expect([...apiDocument.ftp].filter((endpoint) => !endpointsUsed([web, shop]).has(endpoint))).toEqual([])
  expect([web, shop].flatMap(refusedRequests)).toEqual([])
})

test('the result of saving addresses is not shown at another account that was opened meanwhile', async ({
  page,
  app,
  startPanel,
}) => {
  const web = await startPanel({ name: 'web-01', token: 'wsp_00web', state: stateOf('lotus') })
  await app.add(web)
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  const media = await openRow(page, 'ftp', 'lotus_media')
  await media.getByRole('button', { name: 'Edit', exact: true }).click()
  await media.getByLabel('Addresses that may sign in').fill('203.0.113.9')
  await web.setFault('latency', 1500)
  await media.getByRole('button', { name: /^Save/ }).click()
  await rowOf(page, 'ftp', 'lotus_deploy').click()
  await page.getByRole('button', { name: 'Discard and open' }).click()
  const deploy = panelOf(page, 'lotus_deploy')
  await expect(deploy).toBeVisible()
  await expect(toastOf(page, /Allowed addresses of lotus_media were changed/)).toBeVisible()
  await expect(deploy.getByText(/Read back from the panel/)).toHaveCount(0)
})
