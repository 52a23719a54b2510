import type { Page } from '@playwright/test'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import type { FaultName, FaultValues } from '../../src/demo/faults.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import type { DemoPanelOptions, DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
import { holdFile } from '../data/file-holder.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { dialogOf, expectFingerprint, goTo, openRow, panelOf, rowOf, toastOf } from './screens.ts'

const stateOf = (owner: string) => ({
  ...emptyState(owner),
  accounts: [accountOf({ username: `${owner}_deploy` }, Date.now() - 86_400_000)],
  jobs: [jobOf({ id: 5, name: `${owner}-backup`, owner }, Date.now() - 86_400_000)],
})

/** Two servers that have been read. A fault hits the first one, and the second one must not be affected. */
async function twoServers(
  app: AppUnderTest,
  startPanel: (options: DemoPanelOptions) => Promise<DemoPanelServer>,
): Promise<readonly [DemoPanelServer, DemoPanelServer]> {
  const faulty = await startPanel({ name: 'ill-01', token: 'wsp_00aa', state: stateOf('lotus') })
  const healthy = await startPanel({ name: 'well-02', token: 'wsp_00bb', state: stateOf('kiln') })
  await app.add(faulty)
  await app.add(healthy)
  await app.call('settings.set', { answerTimeoutSec: 2 })
  await app.call('inventory.refresh', {})
  return [faulty, healthy]
}

interface Case<N extends FaultName = FaultName> {
  readonly title: string
  readonly fault: N
  readonly value: FaultValues[N]
  readonly status: string
  readonly message: (panel: DemoPanelServer) => string | RegExp
  /** The action that the server's side panel offers to solve the problem. */
  readonly remedy: string
}
const caseOf = <N extends FaultName>(each: Case<N>): Case => each as unknown as Case

const cases: readonly Case[] = [
  caseOf({
    title: 'nobody listens',
    fault: 'dead',
    value: true,
    status: 'Unreachable',
    message: ({ port }) => `127.0.0.1 is there but refuses connections on port ${port}.`,
    remedy: 'Test connection',
  }),
  caseOf({
    title: 'no answer comes',
    fault: 'hang',
    value: true,
    status: 'Unreachable',
    message: () => '127.0.0.1 did not answer in time.',
    remedy: 'Try again',
  }),
  caseOf({
    title: 'the connection breaks',
    fault: 'dropBefore',
    value: true,
    status: 'Unreachable',
    message: () => 'The connection to 127.0.0.1 broke before the answer was complete.',
    remedy: 'Try again',
  }),
  caseOf({
    title: 'a proxy answers with a web page',
    fault: 'html502',
    value: true,
    status: 'Unreadable answer',
    message: () => 'A web page came back instead of data (status 502).',
    remedy: 'Edit the address',
  }),
  caseOf({
    title: 'half of the JSON comes',
    fault: 'truncatedJson',
    value: true,
    status: 'Unreadable answer',
    message: () => 'The answer cannot be read (status 200).',
    remedy: 'Try again',
  }),
  caseOf({
    title: 'the panel redirects',
    fault: 'redirect',
    value: 'https://login.example.com/x',
    status: 'Unreadable answer',
    message: () => 'The server pointed to https://login.example.com/x, and Wisdeck does not follow.',
    remedy: 'Edit the address',
  }),
  caseOf({
    title: 'the token’s own list refuses this address',
    fault: 'addressRefused',
    value: true,
    status: 'Address refused',
    message: () => 'The panel does not accept this token from your address.',
    remedy: 'Try again',
  }),
]

/** Refreshes while the first server fails, and expects the failure on its row, in its panel and above the accounts. */
async function expectExplained(page: Page, faulty: DemoPanelServer, { status, message, remedy }: Case): Promise<void> {
  await goTo(page, 'Servers')
  await page.getByLabel('Filter the servers').fill('')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText(status, { timeout: 15_000 })
  await expect(rowOf(page, 'servers', 'well-02')).toContainText('OK')
  const server = await openRow(page, 'servers', 'ill-01')
  await expect(
    server
      .getByRole('alert')
      .filter({ hasText: message(faulty) })
      .first(),
  ).toBeVisible()
  await expect(server.getByRole('button', { name: remedy }).first()).toBeVisible()

  await goTo(page, 'FTP accounts')
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toBeVisible()
  await expect(rowOf(page, 'ftp', 'kiln_deploy')).toBeVisible()
  await page.getByRole('button', { name: /1 server could not be read/ }).click()
  await expect(page.getByRole('main')).toContainText(message(faulty))
}

test('every failure is explained in words, with a solution, the last known rows kept and the other server unaffected', async ({
  page,
  app,
  startPanel,
}) => {
  const [faulty, healthy] = await twoServers(app, startPanel)
  await app.open(page, '/servers')
  for (const one of cases) {
    await test.step(one.title, async () => {
      await faulty.setFault(one.fault, one.value)
      await expectExplained(page, faulty, one)
      await page
        .getByRole('main')
        .getByRole('link', { name: /^1 (unreachable|unreadable answer|refuses this address)$/ })
        .click()
      await expect(rowOf(page, 'servers', 'ill-01')).toBeVisible()
      await expect(rowOf(page, 'servers', 'well-02')).toHaveCount(0)
      await goTo(page, 'FTP accounts')

      await faulty.clearFaults()
      await page.getByRole('button', { name: /1 server could not be read/ }).click()
      await page.getByRole('button', { name: 'Try again' }).click()
      await expect(page.getByRole('button', { name: /could not be read/ })).toHaveCount(0)
    })
  }
  expect(healthy.counters.byStatus).toEqual({ 200: healthy.counters.requests })
})

test('while the data file is held, what was read is shown, and a note says that it is not stored yet', async ({
  page,
  app,
  startPanel,
}) => {
  const [panel] = await twoServers(app, startPanel)
  await app.open(page, '/ftp')
  const note = page.getByRole('region', { name: 'Changes that are not stored yet' })
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toBeVisible()
  await expect(note).toHaveCount(0)
  const release = await holdFile(app.dataDir)
  panel.edit((state) => ({ ...state, accounts: [accountOf({ username: 'lotus_new' }, Date.now())] }))
  await app.call('inventory.refresh', {})
  await expect(rowOf(page, 'ftp', 'lotus_new')).toBeVisible()
  await expect(note).toContainText('Another program holds the data file.')
  await release()
  await expect(note).toHaveCount(0)
})

test('a slow server delays no other server', async ({ page, app, startPanel }) => {
  const slow = await startPanel({ name: 'slow-01', token: 'wsp_00aa', state: stateOf('lotus') })
  const healthy = await startPanel({ name: 'well-02', token: 'wsp_00bb', state: stateOf('kiln') })
  await slow.setFault('hang', true)
  await app.add(slow)
  await app.add(healthy)
  await app.open(page, '/servers')
  await expect(rowOf(page, 'servers', 'well-02')).toContainText('OK')
  await expect(rowOf(page, 'servers', 'slow-01')).toContainText('Reading…')
  await goTo(page, 'FTP accounts')
  await expect(rowOf(page, 'ftp', 'kiln_deploy')).toBeVisible()
  await expect(page.getByRole('button', { name: /could not be read/ })).toHaveCount(0)
})

test('the page waits for a late answer, and the row says so meanwhile', async ({ page, app, startPanel }) => {
  const [faulty] = await twoServers(app, startPanel)
  await app.call('settings.set', { answerTimeoutSec: 20 })
  await faulty.setFault('latency', 4000)
  await app.open(page, '/servers')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('Reading…')
  await expect(rowOf(page, 'servers', 'well-02')).toContainText('now')
  await expect(rowOf(page, 'servers', 'ill-01')).not.toContainText('Reading…')
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('OK')
})

test('a token without the ftp scope: the accounts say so, and the jobs are read', async ({ page, app, startPanel }) => {
  const [faulty] = await twoServers(app, startPanel)
  await faulty.setFault('narrowScope', ['cron'])
  faulty.edit((state) => ({ ...state, jobs: [jobOf({ id: 6, name: 'new-job', owner: 'lotus' }, Date.now())] }))
  await app.open(page, '/servers')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('Scope too narrow')
  const server = await openRow(page, 'servers', 'ill-01')
  await expect(server.getByRole('alert')).toContainText('The token is not allowed to use “ftp”.')
  await expect(server.getByRole('alert')).toContainText('API key is not scoped for')
  await goTo(page, 'Cron jobs')
  await expect(rowOf(page, 'cron', 'new-job')).toBeVisible()
  await expect(page.getByRole('button', { name: /could not be read/ })).toHaveCount(0)
})

test('a revoked token is replaced by typing a new one where the error is shown', async ({ page, app, startPanel }) => {
  const [faulty] = await twoServers(app, startPanel)
  faulty.removeToken(faulty.token)
  faulty.addToken('wsp_00freshly')
  await app.open(page, '/servers')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('Token rejected')
  const server = await openRow(page, 'servers', 'ill-01')
  await expect(server.getByRole('alert')).toContainText('The panel does not accept this token.')
  await server.getByRole('button', { name: 'Enter a new token' }).click()
  await expect(server.getByLabel('New API token')).toBeFocused()
  await server.getByLabel('New API token').fill('wsp_00freshly')
  await server.getByLabel('New API token').press('Enter')
  await expect(toastOf(page, 'The token of ill-01 was stored')).toBeVisible()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('OK')
})

test('another certificate: blocks the server before any byte is sent, is shown beside the old one, and can be trusted', async ({
  page,
  app,
  startPanel,
}) => {
  const [faulty] = await twoServers(app, startPanel)
  const old = faulty.fingerprint256
  await faulty.setFault('rotatedCertificate', true)
  faulty.clearRequests()
  await app.open(page, '/servers')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('Certificate changed')
  const server = await openRow(page, 'servers', 'ill-01')
  await expect(server.getByRole('alert')).toContainText('The certificate of 127.0.0.1 is not the one you trusted.')
  await server.getByRole('button', { name: 'Look at the certificate' }).click()
  await expectFingerprint(server, old)
  await expectFingerprint(server, faulty.fingerprint256)
  await expect(server.getByText('another key')).toBeVisible()
  await expect(server.getByText(/what it looks like when someone stands in between/)).toBeVisible()
  expect(faulty.requests).toEqual([])

  await test.step('above the accounts, its server is offered and not another try', async () => {
    await goTo(page, 'FTP accounts')
    await page.getByRole('button', { name: /1 server could not be read/ }).click()
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Look at the server' }).click()
    await server.getByRole('button', { name: 'Look at the certificate' }).click()
  })
  await server.getByRole('button', { name: 'Trust the new certificate…' }).click()
  const dialog = dialogOf(page, 'Trust the new certificate of ill-01?')
  await expectFingerprint(dialog, faulty.fingerprint256)
  await dialog.getByLabel('Type trust to go on').fill('trust')
  await dialog.getByRole('button', { name: 'Trust the new certificate' }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('OK')
  await expect(panelOf(page, 'ill-01').getByText('Shown now')).toHaveCount(0)
})

test('a renewed certificate with the same key is told apart from an unknown one', async ({ page, app, startPanel }) => {
  const [faulty] = await twoServers(app, startPanel)
  await faulty.setFault('rotatedCertificate', { sameKey: true })
  await app.call('inventory.refresh', {})
  await app.open(page, '/servers')
  const server = await openRow(page, 'servers', 'ill-01')
  await server.getByRole('button', { name: 'Look at the certificate' }).click()
  await expect(server.getByText(/Looks like a renewal/)).toBeVisible()
  await expect(server.getByText('the same key as before')).toBeVisible()
})

test('a used-up request budget is shown as a wait in seconds, not as an error, whatever the panel’s clock says', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({
    name: 'busy-01',
    state: stateOf('lotus'),
    rateLimit: { phaseMs: Date.now() - 50_000 },
  })
  await panel.setFault('clockSkew', 3 * 3_600_000)
  await panel.setFault('foreignTraffic', 60)
  await app.add(panel)
  await app.open(page, '/servers')
  const budgetRegion = page.getByRole('region', { name: 'Tokens and request budget' })
  await expect(budgetRegion.getByText(/^1 server waiting for quota · \d{1,2} s$/)).toBeVisible()
  const row = rowOf(page, 'servers', 'busy-01')
  await expect(row).toContainText('Reading…')
  const server = await openRow(page, 'servers', 'busy-01')
  await expect(server.getByRole('alert')).toHaveCount(0)
  expect(panel.counters.throttled).toBeGreaterThan(0)

  await panel.setFault('foreignTraffic', null)
  await expect(row).toContainText('OK', { timeout: 30_000 })
  await expect(budgetRegion.getByText('Request budget: free')).toBeVisible()
  expect(panel.counters.throttled).toBeLessThanOrEqual(4)
})
