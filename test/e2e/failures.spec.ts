import type { Page } from '@playwright/test'
import { jobOf } from '../../src/demo/cron-state.ts'
import type { FaultName, FaultValues } from '../../src/demo/faults.ts'
import { accountOf } from '../../src/demo/ftp-state.ts'
import type { DemoPanelOptions, DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
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
  const ill = await startPanel({ name: 'ill-01', token: 'wsp_00aa', state: stateOf('lotus') })
  const well = await startPanel({ name: 'well-02', token: 'wsp_00bb', state: stateOf('kiln') })
  await app.add(ill)
  await app.add(well)
  await app.call('settings.set', { answerTimeoutSec: 2 })
  await app.call('inventory.refresh', {})
  return [ill, well]
}

interface Case<N extends FaultName = FaultName> {
  readonly what: string
  readonly fault: N
  readonly value: FaultValues[N]
  readonly status: string
  readonly words: (panel: DemoPanelServer) => string | RegExp
  /** The action that the server's side panel offers to solve the problem. */
  readonly offers: string
}
const caseOf = <N extends FaultName>(each: Case<N>): Case => each as unknown as Case

const cases: readonly Case[] = [
  caseOf({
    what: 'nobody listens',
    fault: 'dead',
    value: true,
    status: 'Unreachable',
    words: ({ port }) => `127.0.0.1 is there but refuses connections on port ${port}.`,
    offers: 'Test connection',
  }),
  caseOf({
    what: 'no answer comes',
    fault: 'hang',
    value: true,
    status: 'Unreachable',
    words: () => '127.0.0.1 did not answer in time.',
    offers: 'Try again',
  }),
  caseOf({
    what: 'the connection breaks',
    fault: 'dropBefore',
    value: true,
    status: 'Unreachable',
    words: () => 'The connection to 127.0.0.1 broke before the answer was complete.',
    offers: 'Try again',
  }),
  caseOf({
    what: 'a proxy answers with a web page',
    fault: 'html502',
    value: true,
    status: 'Unreadable answer',
    words: () => 'A web page came back instead of data (status 502).',
    offers: 'Edit the address',
  }),
  caseOf({
    what: 'half of the JSON comes',
    fault: 'truncatedJson',
    value: true,
    status: 'Unreadable answer',
    words: () => 'The answer cannot be read (status 200).',
    offers: 'Try again',
  }),
  caseOf({
    what: 'the panel redirects',
    fault: 'redirect',
    value: 'https://login.example.com/x',
    status: 'Unreadable answer',
    words: () => 'The server pointed to https://login.example.com/x, and Wisdeck does not follow.',
    offers: 'Edit the address',
  }),
  caseOf({
    what: 'the token’s own list refuses this address',
    fault: 'addressRefused',
    value: true,
    status: 'Address refused',
    words: () => 'The panel does not accept this token from your address.',
    offers: 'Try again',
  }),
]

/** Refreshes while the first server fails, and expects the failure on its row, in its panel and above the accounts. */
async function expectExplained(page: Page, ill: DemoPanelServer, { status, words, offers }: Case): Promise<void> {
  await goTo(page, 'Servers')
  await page.getByLabel('Filter the servers').fill('')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText(status, { timeout: 15_000 })
  await expect(rowOf(page, 'servers', 'well-02')).toContainText('OK')
  const server = await openRow(page, 'servers', 'ill-01')
  await expect(
    server
      .getByRole('alert')
      .filter({ hasText: words(ill) })
      .first(),
  ).toBeVisible()
  await expect(server.getByRole('button', { name: offers }).first()).toBeVisible()

  await goTo(page, 'FTP accounts')
  await expect(rowOf(page, 'ftp', 'lotus_deploy')).toBeVisible()
  await expect(rowOf(page, 'ftp', 'kiln_deploy')).toBeVisible()
  await page.getByRole('button', { name: /1 server could not be read/ }).click()
  await expect(page.getByRole('main')).toContainText(words(ill))
}

test('every failure is explained in words, with a solution, the last known rows kept and the other server unaffected', async ({
  page,
  app,
  startPanel,
}) => {
  const [ill, well] = await twoServers(app, startPanel)
  await app.open(page, '/servers')
  for (const one of cases) {
    await test.step(one.what, async () => {
      await ill.setFault(one.fault, one.value)
      await expectExplained(page, ill, one)
      await page
        .getByRole('main')
        .getByRole('link', { name: /^1 (unreachable|unreadable answer|refuses this address)$/ })
        .click()
      await expect(rowOf(page, 'servers', 'ill-01')).toBeVisible()
      await expect(rowOf(page, 'servers', 'well-02')).toHaveCount(0)
      await goTo(page, 'FTP accounts')

      await ill.clearFaults()
      await page.getByRole('button', { name: /1 server could not be read/ }).click()
      await page.getByRole('button', { name: 'Try again' }).click()
      await expect(page.getByRole('button', { name: /could not be read/ })).toHaveCount(0)
    })
  }
  expect(well.counters.byStatus).toEqual({ 200: well.counters.requests })
})

test('a slow server delays no other server', async ({ page, app, startPanel }) => {
  const slow = await startPanel({ name: 'slow-01', token: 'wsp_00aa', state: stateOf('lotus') })
  const well = await startPanel({ name: 'well-02', token: 'wsp_00bb', state: stateOf('kiln') })
  await slow.setFault('hang', true)
  await app.add(slow)
  await app.add(well)
  await app.open(page, '/servers')
  await expect(rowOf(page, 'servers', 'well-02')).toContainText('OK')
  await expect(rowOf(page, 'servers', 'slow-01')).toContainText('Reading…')
  await goTo(page, 'FTP accounts')
  await expect(rowOf(page, 'ftp', 'kiln_deploy')).toBeVisible()
  await expect(page.getByRole('button', { name: /could not be read/ })).toHaveCount(0)
})

test('the page waits for a late answer, and the row says so meanwhile', async ({ page, app, startPanel }) => {
  const [ill] = await twoServers(app, startPanel)
  await app.call('settings.set', { answerTimeoutSec: 20 })
  await ill.setFault('latency', 4000)
  await app.open(page, '/servers')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('Reading…')
  await expect(rowOf(page, 'servers', 'well-02')).toContainText('now')
  await expect(rowOf(page, 'servers', 'ill-01')).not.toContainText('Reading…')
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('OK')
})

test('a token without the ftp scope: the accounts say so, and the jobs are read', async ({ page, app, startPanel }) => {
  const [ill] = await twoServers(app, startPanel)
  await ill.setFault('narrowScope', ['cron'])
  ill.edit((state) => ({ ...state, jobs: [jobOf({ id: 6, name: 'new-job', owner: 'lotus' }, Date.now())] }))
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
  const [ill] = await twoServers(app, startPanel)
  ill.removeToken(ill.token)
  ill.addToken('wsp_00freshly')
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
  const [ill] = await twoServers(app, startPanel)
  const old = ill.fingerprint256
  await ill.setFault('rotatedCertificate', true)
  ill.clearRequests()
  await app.open(page, '/servers')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('Certificate changed')
  const server = await openRow(page, 'servers', 'ill-01')
  await expect(server.getByRole('alert')).toContainText('The certificate of 127.0.0.1 is not the one you trusted.')
  await server.getByRole('button', { name: 'Look at the certificate' }).click()
  await expectFingerprint(server, old)
  await expectFingerprint(server, ill.fingerprint256)
  await expect(server.getByText('another key')).toBeVisible()
  await expect(server.getByText(/what it looks like when someone stands in between/)).toBeVisible()
  expect(ill.requests).toEqual([])

  await server.getByRole('button', { name: 'Trust the new certificate…' }).click()
  const dialog = dialogOf(page, 'Trust the new certificate of ill-01?')
  await expectFingerprint(dialog, ill.fingerprint256)
  await dialog.getByLabel('Type trust to go on').fill('trust')
  await dialog.getByRole('button', { name: 'Trust the new certificate' }).click()
  await expect(rowOf(page, 'servers', 'ill-01')).toContainText('OK')
  await expect(panelOf(page, 'ill-01').getByText('Shown now')).toHaveCount(0)
})

test('a renewed certificate with the same key is told apart from an unknown one', async ({ page, app, startPanel }) => {
  const [ill] = await twoServers(app, startPanel)
  await ill.setFault('rotatedCertificate', { sameKey: true })
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
  const foot = page.getByRole('region', { name: 'Tokens and request budget' })
  await expect(foot.getByText(/^1 server waiting for quota · \d{1,2} s$/)).toBeVisible()
  const row = rowOf(page, 'servers', 'busy-01')
  await expect(row).toContainText('Reading…')
  const server = await openRow(page, 'servers', 'busy-01')
  await expect(server.getByRole('alert')).toHaveCount(0)
  expect(panel.counters.throttled).toBeGreaterThan(0)

  await panel.setFault('foreignTraffic', null)
  await expect(row).toContainText('OK', { timeout: 30_000 })
  await expect(foot.getByText('Request budget: free')).toBeVisible()
  expect(panel.counters.throttled).toBeLessThanOrEqual(4)
})
