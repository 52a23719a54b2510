import type { Locator } from '@playwright/test'
import { expect, test } from './app.ts'
import { gridOf, openRow, rowOf } from './screens.ts'

test.use({ viewport: { width: 1280, height: 800 } })

/** Expects each column of a table to be wholly in view or wholly out of it, and no heading in view to be covered. */
async function expectWholeColumns(grid: Locator): Promise<void> {
  const found = await grid.evaluate((element) => {
    const end = element.getBoundingClientRect().right
    const choosers = element.parentElement?.querySelector('.grid-chooser')?.getBoundingClientRect().left ?? end
    const heads = [...element.querySelectorAll('[role=columnheader]')].map((head) => ({
      name: head.textContent,
      box: head.getBoundingClientRect(),
      textEnd: head.querySelector('.truncate')?.getBoundingClientRect().right ?? 0,
    }))
    const inView = heads.filter(({ box }) => box.left < end - 1)
    return {
      cut: inView.filter(({ box }) => box.right > end + 1).map(({ name }) => name),
      covered: inView.filter(({ textEnd }) => textEnd > choosers).map(({ name }) => name),
    }
  })
  expect(found).toEqual({ cut: [], covered: [] })
}

const heightOf = async (locator: Locator): Promise<number> => (await locator.boundingBox())?.height ?? 0

test('beside a side panel, tables end where a column ends, and a toolbar with a filter keeps its one line', async ({
  page,
  app,
  startFleet,
}) => {
  const fleet = await startFleet({ panels: 3, accounts: 10, jobs: 6, seed: 1 })
  for (const panel of fleet.panels) await app.add(panel, { environment: 'production', tags: ['lotus', 'shop'] })
  await app.call('inventory.refresh', {})
  const account = fleet.panels[0]?.accounts[0]?.username ?? ''
  await app.open(page, '/ftp')
  const toolbar = page.locator('.toolbar')
  const oneLine = await heightOf(toolbar)
  await page.getByRole('combobox', { name: 'Filter the accounts' }).fill(`${account} -server:none -ip:1.2.3.4 -tag:old`)
  await openRow(page, 'ftp', account)
  await expectWholeColumns(gridOf(page, 'ftp'))
  await expect(page.getByRole('button', { name: 'Save view' })).toBeInViewport({ ratio: 1 })
  expect(await heightOf(toolbar)).toBe(oneLine)

  const server = fleet.panels[0]?.name ?? ''
  await app.open(page, '/servers')
  await openRow(page, 'servers', server)
  await page.getByRole('combobox', { name: /filter/i }).fill('tag:lotus env:production')
  await expectWholeColumns(gridOf(page, 'servers'))
  expect(await heightOf(toolbar)).toBe(oneLine)

  await app.open(page, '/cron')
  const job = fleet.panels[0]?.jobs[0]?.name ?? ''
  await page.getByRole('combobox', { name: 'Filter the cron jobs' }).fill(`${job} -state:late -server:none`)
  await rowOf(page, 'cron', job).first().getByText(job).first().click()
  await expectWholeColumns(gridOf(page, 'cron'))
  expect(await heightOf(toolbar)).toBe(oneLine)
})

test('the card of a server shows its whole status', async ({ page, app, startPanel }) => {
  const panels = await Promise.all(['a', 'b', 'c'].map((name) => startPanel({ name: `${name}.example` })))
  for (const panel of panels) await app.add(panel)
  await app.call('inventory.refresh', {})
  await panels[0]?.setFault('rotatedCertificate', true)
  await app.call('inventory.refresh', {})
  await app.open(page)
  const status = page.getByRole('article').getByText('Certificate changed')
  await expect(status).toBeVisible()
  expect(await status.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
})
