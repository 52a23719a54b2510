import type { Page } from '@playwright/test'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { emptyState } from '../../src/demo/state.ts'
import { apiDocument, countOf, endpointsUsed, refusedRequests } from './api-document.ts'
import { expect, test } from './app.ts'
import { dialogOf, openRow, panelOf, rowOf, toastOf, undo } from './screens.ts'

const hourMs = 3_600_000
const stateOf = () => {
  const now = Date.now()
  const times = { lastRunAtMs: now - hourMs, nextRunAtMs: now + hourMs, createdAtMs: now - 90 * 24 * hourMs }
  return {
    ...emptyState('lotus', 420),
    nextJobId: 8,
    jobs: [
      jobOf(
        {
          ...times,
          id: 5,
          name: 'nightly',
          command: '/usr/bin/php /home/lotus/cron.php',
          domain: 'example.com',
          owner: 'lotus',
          lastRunOk: true,
        },
        now,
      ),
      jobOf(
        { ...times, id: 6, name: 'feed', cronExpr: '*/15 * * * *', owner: 'lotus', lastRunOk: false, failing: true },
        now,
      ),
      jobOf({ id: 7, name: 'fresh', cronExpr: '0 7 1 * *', owner: 'lotus', nextRunAtMs: now + hourMs }, now),
    ],
  }
}

const jobOn = (panel: DemoPanelServer, name: string) => panel.jobs.find((job) => job.name === name)

async function expectThreeKindsOfJob(page: Page): Promise<void> {
  const rows = (name: string) => rowOf(page, 'cron', name)
  await expect(rows('nightly')).toHaveCount(2)
  await expect(rows('nightly').first()).toContainText('OK')
  await expect(rows('feed').first()).toContainText('Failing')
  await expect(rows('fresh').first()).toContainText('Never ran')
  await page.getByRole('combobox', { name: 'Filter the cron jobs' }).fill('server:web-01')
  await expect(rows('nightly')).toHaveCount(1)
  await expect(rows('nightly')).toContainText('web-01')
}

async function createJob(page: Page, web: DemoPanelServer): Promise<void> {
  await page.getByRole('button', { name: 'New job…' }).click()
  const dialog = dialogOf(page, 'New cron job on web-01')
  await dialog.getByLabel('Name').fill('price-feed')
  await dialog.getByLabel('Command').fill('/usr/bin/python3 /home/lotus/price_feed.py')
  await dialog.getByLabel('Expression').fill('61 3 * * *')
  await expect(dialog.getByText('Minute: use values from 0 to 59.')).toBeVisible()
  await dialog.getByLabel('Expression').fill('30 3 * * 1-5')
  await expect(dialog.getByText(/Monday through Friday/)).toBeVisible()
  await expect(dialog.getByLabel('Repeats')).toHaveValue('weekdays')
  await dialog.getByLabel('Domain').fill('example.com')
  await dialog.getByRole('button', { name: 'Create job' }).click()
  await expect(toastOf(page, 'price-feed was created on web-01')).toBeVisible()
  await expect(rowOf(page, 'cron', 'price-feed')).toBeVisible()
  expect(jobOn(web, 'price-feed')).toMatchObject({
    id: 8,
    cronExpr: '30 3 * * 1-5',
    domain: 'example.com',
    enabled: true,
    command: '/usr/bin/python3 /home/lotus/price_feed.py',
  })
  expect(countOf(web, 'POST', '/cronjobs/')).toBe(1)
}

async function readLogs(page: Page, web: DemoPanelServer): Promise<void> {
  const job = await openRow(page, 'cron', 'feed')
  await job.getByRole('tab', { name: 'Logs' }).click()
  await expect(job.getByText(/exit code 1/).first()).toBeVisible()
  await expect(job.getByRole('listitem').filter({ hasText: 'Failed' }).first()).toBeVisible()
  expect(countOf(web, 'GET', '/cronjobs/6/logs')).toBe(1)
}

async function changeAndUndo(page: Page, web: DemoPanelServer): Promise<void> {
  const job = await openRow(page, 'cron', 'nightly')
  await job.getByRole('button', { name: 'Edit' }).click()
  const dialog = dialogOf(page, 'Edit nightly')
  await dialog.getByLabel('Expression').fill('15 4 * * *')
  await dialog.getByLabel('Address for a mail after each run').fill('ops@example.com')
  await dialog.getByRole('switch', { name: 'Send a mail when a run fails' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(toastOf(page, 'nightly was changed')).toBeVisible()
  expect(jobOn(web, 'nightly')).toMatchObject({
    cronExpr: '15 4 * * *',
    emailOnComplete: 'ops@example.com',
    emailOnError: true,
    enabled: true,
  })
  await undo(page, 'nightly was changed')
  await expect(toastOf(page, 'nightly is as it was before')).toBeVisible()
  expect(jobOn(web, 'nightly')).toMatchObject({ cronExpr: '0 3 * * *', emailOnComplete: '', emailOnError: false })
  const bodies = web.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body)
  expect(bodies[0]).toEqual({ cron_expr: '15 4 * * *', email_on_complete: 'ops@example.com', email_on_error: true })
}

async function switchOffAndOn(page: Page, web: DemoPanelServer): Promise<void> {
  const job = panelOf(page, 'nightly')
  const before = countOf(web, 'PUT', '/cronjobs/5')
  await job.getByRole('switch', { name: 'Enabled' }).click()
  await expect(rowOf(page, 'cron', 'nightly')).toContainText('Disabled')
  expect(jobOn(web, 'nightly')?.enabled).toBe(false)
  await job.getByRole('switch', { name: 'Enabled' }).click()
  await expect(toastOf(page, 'nightly is enabled')).toBeVisible()
  expect(jobOn(web, 'nightly')?.enabled).toBe(true)
  const sent = web.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/5')).slice(before)
  expect(sent.map(({ body }) => body)).toEqual([{ enabled: false }, { enabled: true }])
}

async function deleteOnBoth(page: Page, web: DemoPanelServer, shop: DemoPanelServer): Promise<void> {
  await panelOf(page, 'nightly').getByRole('button', { name: 'Delete on the server…' }).click()
  const dialog = dialogOf(page, 'Delete nightly on web-01?')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Delete on the server' }).click()
  await expect(toastOf(page, 'nightly was deleted on web-01')).toBeVisible()
  await expect(rowOf(page, 'cron', 'nightly')).toHaveCount(0)
  expect(web.jobs.map(({ name }) => name)).toEqual(['feed', 'fresh', 'price-feed'])

  await page.getByRole('combobox', { name: 'Filter the cron jobs' }).fill('server:shop-02')
  await openRow(page, 'cron', 'feed')
  await page.keyboard.press('Delete')
  const productionDialog = dialogOf(page, 'Delete feed on shop-02?')
  await productionDialog.getByLabel('Type delete to go on').fill('nope')
  await productionDialog.getByLabel('Type delete to go on').press('Enter')
  await expect(productionDialog.getByText('That is not delete yet.')).toBeVisible()
  expect(countOf(shop, 'DELETE', /./)).toBe(0)
  await productionDialog.getByLabel('Type delete to go on').fill('delete')
  await productionDialog.getByLabel('Type delete to go on').press('Enter')
  await expect(toastOf(page, 'feed was deleted on shop-02')).toBeVisible()
  expect(shop.jobs.map(({ name }) => name)).toEqual(['nightly', 'fresh'])
}

test('every cron endpoint of the API document, used from the screen', async ({ page, app, startPanel }) => {
  const web = await startPanel({ name: 'web-01', token: 'wsp_00web', state: stateOf() })
  const shop = await startPanel({ name: 'shop-02', token: 'wsp_00shop', state: stateOf() })
  await app.add(web)
  await app.add(shop, { environment: 'production' })
  await app.open(page, '/cron')

  await test.step('list: failed, never ran and ok look different', () => expectThreeKindsOfJob(page))
  await test.step('create: the sentence and the next runs follow the typed schedule', () => createJob(page, web))
  await test.step('logs: each run with its result and its output', () => readLogs(page, web))
  await test.step('change: only the changed fields are sent, and Undo restores them', () => changeAndUndo(page, web))
  await test.step('disable and enable: nothing else is sent', () => switchOffAndOn(page, web))
  await test.step('delete: requires a typed word on production only', () => deleteOnBoth(page, web, shop))

  expect([...apiDocument.cron].filter((endpoint) => !endpointsUsed([web, shop]).has(endpoint))).toEqual([])
  expect([web, shop].flatMap(refusedRequests)).toEqual([])
})

test('a refused job keeps the typed values and shows the panel’s own words at the field', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01', state: stateOf(), traits: { uniqueJobNames: true } })
  await app.add(panel)
  await app.open(page, '/cron')
  await expect(rowOf(page, 'cron', 'nightly')).toBeVisible()
  await page.getByRole('button', { name: 'New job…' }).click()
  const dialog = dialogOf(page, 'New cron job on web-01')
  await dialog.getByLabel('Name').fill('nightly')
  await dialog.getByLabel('Command').fill('/usr/bin/true')
  await dialog.getByLabel('Expression').fill('0 3 * * *')
  await dialog.getByRole('button', { name: 'Create job' }).click()
  await expect(dialog.getByText('This name is taken on the server.')).toBeVisible()
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  expect(countOf(panel, 'POST', '/cronjobs/')).toBe(0)
  // A job that was made since the list was read: only the panel knows it.
  panel.edit((current) => ({ ...current, jobs: [...current.jobs, jobOf({ id: 8, name: 'weekly' }, Date.now())] }))
  await dialog.getByLabel('Name').fill('weekly')
  await dialog.getByRole('button', { name: 'Create job' }).click()
  await expect(dialog.getByText('The panel says: “Cron job weekly already exists”').first()).toBeVisible()
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByLabel('Command')).toHaveValue('/usr/bin/true')
  expect(panel.jobs).toHaveLength(4)
})

test('a new job shows its next runs only once a server is found, and Ctrl+Enter creates it', async ({
  page,
  app,
  startPanel,
}) => {
  await app.add(await startPanel({ name: 'web-01', token: 'wsp_00aa', state: stateOf() }))
  const second = await startPanel({ name: 'web-02', token: 'wsp_00bb', state: stateOf() })
  await app.add(second)
  await app.open(page, '/cron')
  await expect(rowOf(page, 'cron', 'nightly')).toHaveCount(2)
  await page.getByRole('button', { name: 'New job…' }).click()
  const dialog = dialogOf(page, /^New cron job/)
  await expect(dialog.getByText('Choose a server to see the next runs.')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Server' }).fill('02')
  await page.getByRole('option', { name: 'web-02' }).click()
  await expect(dialog.getByText(/^Server time is UTC\+07:00/)).toBeVisible()
  await expect(dialog.getByText('Choose a server to see the next runs.')).toHaveCount(0)
  await dialog.getByLabel('Command').fill('/usr/bin/true')
  await dialog.getByLabel('Expression').fill('*/10 * * * *')
  await dialog.getByLabel('Name').fill('price-feed')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(toastOf(page, 'price-feed was created on web-02')).toBeVisible()
  expect(second.jobs.filter(({ name }) => name === 'price-feed')).toHaveLength(1)
})

test('without servers, an empty table offers to add one', async ({ page, app }) => {
  for (const address of ['/cron', '/ftp']) {
    await app.open(page, address)
    await page.getByRole('gridcell').getByRole('button', { name: 'Add server…' }).click()
    await expect(dialogOf(page, 'Add a server')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialogOf(page, 'Add a server')).toHaveCount(0)
  }
})
