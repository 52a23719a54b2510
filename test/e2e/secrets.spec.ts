import type { Page } from '@playwright/test'
import { passwordDigest } from '../../src/demo/kinds/ftp/state.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
import { test } from './app-process.ts'
import { expect, type AppUnderTest } from './app.ts'
import { dialogOf, goTo, openRow, rowOf, toastOf } from './screens.ts'
import { expectForgotten, filesBelow, heapOf, keptByPage, secretsIn, typeInto } from './secret-search.ts'

/** Records all events that core sends to pages from now on, by a second listener. */
async function recordEvents(app: AppUnderTest): Promise<{ received(): string; stop(): void }> {
  const stop = new AbortController()
  const answer = await fetch(`${app.url}/events`, {
    headers: { Authorization: `Bearer ${app.key}`, Accept: 'text/event-stream' },
    signal: stop.signal,
  })
  let text = ''
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const piece of answer.body ?? []) text += decoder.decode(piece, { stream: true })
  }
  read().catch(() => undefined)
  return { received: () => text, stop: () => stop.abort() }
}

type Secrets = Record<'wrong token' | 'token' | 'passphrase' | 'set password' | 'drawn password', string>

async function addServer(page: Page, panel: DemoPanelServer, secrets: Secrets): Promise<void> {
  await page.getByRole('button', { name: 'Add your first server' }).click()
  const dialog = dialogOf(page, 'Add a server')
  await dialog.getByLabel('Address of the panel').fill(`127.0.0.1:${panel.port}`)
  await typeInto(page, dialog.getByLabel('API token'), secrets['wrong token'])
  await dialog.getByRole('button', { name: 'Choose a place…' }).click()
  const chooser = dialogOf(page, 'Where tokens are kept')
  await chooser.getByRole('radio', { name: 'File sealed with a passphrase' }).check()
  await typeInto(page, chooser.getByLabel('Passphrase', { exact: true }), secrets.passphrase)
  await typeInto(page, chooser.getByLabel('Passphrase again'), secrets.passphrase)
  await chooser.getByRole('button', { name: 'Seal tokens with this passphrase' }).click()
  await expect(chooser).toBeHidden({ timeout: 20_000 })
  await dialog.getByRole('button', { name: 'Test connection' }).click()
  await dialog.getByRole('button', { name: 'Trust this certificate' }).click()
  await expect(dialog.getByText('It stops at: Token')).toBeVisible()
  await dialog.getByLabel('API token').focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(secrets.token)
  // Checks that the search is able to find a secret.
  expect(secretsIn(await heapOf(page), secrets)).toContain('token')
  await dialog.getByLabel('Name').fill('web-01')
  await dialog.getByRole('button', { name: 'Add server' }).click()
  await expect(rowOf(page, 'servers', 'web-01')).toContainText('OK')
}

async function makeAccount(page: Page, panel: DemoPanelServer, secrets: Secrets): Promise<void> {
  await goTo(page, 'FTP accounts')
  await page.getByRole('button', { name: 'New account…' }).first().click()
  const dialog = dialogOf(page, 'New FTP account')
  await dialog.getByRole('combobox', { name: 'Server' }).fill('web')
  await page.getByRole('option', { name: 'web-01' }).click()
  await dialog.getByLabel('Name').fill('scanner')
  await dialog.getByRole('button', { name: 'Generate' }).click()
  secrets['drawn password'] = await dialog.getByRole('textbox', { name: /^Password/ }).inputValue()
  await dialog.getByRole('button', { name: 'Create the account' }).click()
  await dialogOf(page, 'lotus_scanner was created').getByRole('button', { name: 'I have it, close' }).click()
  expect(panel.accounts[0]?.passwordSha256).toBe(passwordDigest(secrets['drawn password']))

  const account = await openRow(page, 'ftp', 'lotus_scanner')
  await account.getByRole('button', { name: 'Set password…' }).click()
  const passwordDialog = dialogOf(page, 'Set a new password')
  // The first attempt fails, so that the password passes through an error too.
  await panel.setFault('html502', true)
  await typeInto(page, passwordDialog.getByRole('textbox', { name: 'New password' }), secrets['set password'])
  await passwordDialog.getByRole('button', { name: 'Set the password' }).click()
  await expect(passwordDialog.getByRole('status')).toContainText('Not known yet')
  await panel.clearFaults()
  await passwordDialog.getByRole('button', { name: 'Set the password' }).click()
  await dialogOf(page, 'The password was changed').getByRole('button', { name: 'I have it, close' }).click()
  expect(panel.accounts[0]?.passwordSha256).toBe(passwordDigest(secrets['set password']))
}

async function replaceToken(page: Page, secrets: Secrets): Promise<void> {
  await goTo(page, 'Servers')
  const server = await openRow(page, 'servers', 'web-01')
  await server.getByRole('tab', { name: 'Certificate and token' }).click()
  await server.getByRole('button', { name: 'Replace…' }).click()
  await typeInto(page, server.getByLabel('New API token'), secrets.token)
  await server.getByRole('button', { name: 'Store the token' }).click()
  await expect(toastOf(page, 'The token of web-01 was stored')).toBeVisible()
}

async function searchFiles(dataDir: string, secrets: Secrets): Promise<readonly string[]> {
  const files = await filesBelow(dataDir)
  expect([...files.values()].some((text) => text.includes('lotus_scanner'))).toBe(true)
  return [...files].flatMap(([file, text]) => secretsIn(text, secrets).map((name) => `${name} in ${file}`))
}

test('no token, password or passphrase remains in a file, a log, an answer, an event or the page', async ({
  page,
  freshApp: app,
  startPanel,
}) => {
  test.setTimeout(240_000)
  const secrets: Secrets = {
    'wrong token': 'wsp_0badf00d11ae55c7de90',
    token: 'wsp_5ee71f2c08d94ab3a6c1e7f09b2d',
    passphrase: 'umbrella-7-Quartz-lantern',
    'set password': 'Xylo-phone_4471%Marble',
    'drawn password': '',
  }
  const panel = await startPanel({ name: 'web-01', token: secrets.token, state: emptyState('lotus') })
  const answers: string[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('/call'))
      void response.text().then(
        (text) => answers.push(text),
        () => undefined,
      )
  })
  const events = await recordEvents(app)
  await app.open(page)

  await test.step('a server is added, first with a wrong token, then with the right one', () =>
    addServer(page, panel, secrets))
  await test.step('an account is created with a generated password, and then gets another one', () =>
    makeAccount(page, panel, secrets))
  await test.step('a token is removed and entered again', () => replaceToken(page, secrets))

  await goTo(page, 'Activity')
  await expect(
    page.getByRole('grid', { name: 'Every change that was made from here, newest first' }).getByRole('row').nth(4),
  ).toBeVisible()
  await goTo(page, 'Settings')
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()

  expect(Object.values(secrets).every((secret) => secret.length > 12)).toBe(true)
  await expectForgotten(page, secrets)
  expect(secretsIn(await keptByPage(page), secrets)).toEqual([])
  expect(answers.length).toBeGreaterThan(10)
  expect(secretsIn(answers.join('\n'), secrets)).toEqual([])
  expect(events.received()).toContain('lotus_scanner')
  expect(secretsIn(events.received(), secrets)).toEqual([])
  events.stop()

  expect(await searchFiles(app.dataDir, secrets)).toEqual([])
  await page.close()
  await app.stop()
  expect(await searchFiles(app.dataDir, secrets)).toEqual([])
  expect(secretsIn(app.output(), secrets)).toEqual([])
})
