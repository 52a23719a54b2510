import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { editAccount } from '../kit/change-row.ts'
import { expect, test } from './app.ts'
import { goTo, gridOf, rowOf } from './screens.ts'

const hourMs = 3_600_000
const stateOf = () => {
  const now = Date.now()
  const times = { lastRunAtMs: now - hourMs, nextRunAtMs: now + hourMs, createdAtMs: now - 90 * 24 * hourMs }
  return {
    ...emptyState('lotus', 420),
    accounts: [
      accountOf({ username: 'lotus_open' }, now),
      accountOf({ username: 'lotus_off', enabled: false }, now),
      accountOf({ username: 'lotus_shut', allowedIps: ['203.0.113.0/24'] }, now),
    ],
    jobs: [
      jobOf({ ...times, id: 5, name: 'nightly', owner: 'lotus', lastRunOk: true, cronExpr: '0 3 * * *' }, now),
      jobOf(
        { ...times, id: 6, name: 'feed', owner: 'lotus', lastRunOk: false, failing: true, cronExpr: '0 * * * *' },
        now,
      ),
    ],
  }
}

test('the start screen shows what needs attention, and each line links to it', async ({ page, app, startPanel }) => {
  const web = await startPanel({ name: 'web-01', token: 'wsp_00web', state: stateOf() })
  const shop = await startPanel({ name: 'shop-02', token: 'wsp_00shop', state: stateOf() })
  await app.add(web)
  await app.add(shop, { environment: 'production' })
  await app.call('inventory.refresh', {})
  await shop.setFault('dead', true)
  await app.call('inventory.refresh', {})
  await app.open(page)

  await expect(page).toHaveURL(/#\/overview$/)
  const attention = page.getByRole('region', { name: 'Needs attention' })
  await expect(attention.getByRole('link')).toHaveText([
    /1 server cannot be reached/,
    /2 cron jobs failed/,
    /2 enabled FTP accounts have no restriction/,
  ])
  await expect(page.getByRole('region', { name: 'Servers' }).getByRole('article').first()).toContainText('shop-02')

  await attention.getByRole('link', { name: /cannot be reached/ }).click()
  await expect(gridOf(page, 'servers').getByRole('row')).toHaveCount(2)
  await expect(rowOf(page, 'servers', 'shop-02')).toContainText('Unreachable')

  await goTo(page, 'Overview')
  await attention.getByRole('link', { name: /failed/ }).click()
  await expect(page.getByRole('combobox', { name: 'Filter the cron jobs' })).toHaveValue('state:failing')
  await expect(rowOf(page, 'cron', 'feed')).toHaveCount(2)
  await expect(rowOf(page, 'cron', 'nightly')).toHaveCount(0)

  await goTo(page, 'Overview')
  await attention.getByRole('link', { name: /no restriction/ }).click()
  await expect(page.getByRole('combobox', { name: 'Filter the accounts' })).toHaveValue('ip:any enabled:yes')
  await expect(rowOf(page, 'ftp', 'lotus_open')).toHaveCount(2)
  await expect(rowOf(page, 'ftp', 'lotus_off')).toHaveCount(0)
})

test('every chart has its figures as a table, and the canvas is drawn', async ({ page, app, startPanel }) => {
  await app.add(await startPanel({ name: 'web-01', state: stateOf() }), { environment: 'production' })
  await app.call('inventory.refresh', {})
  await app.open(page, '/overview')

  const hours = page.getByRole('region', { name: 'Jobs by hour' })
  await expect(hours.getByRole('img', { name: /Most start at \d\d:\d\d: 2 jobs/ })).toBeVisible()
  const drawn = hours.locator('canvas')
  await expect(drawn).toBeVisible()
  // The canvas is not empty: some of its pixels have a colour.
  await expect
    .poll(() =>
      drawn.evaluate((canvas: HTMLCanvasElement) =>
        canvas
          .getContext('2d')
          ?.getImageData(0, 0, canvas.width, canvas.height)
          .data.some((value) => value > 0),
      ),
    )
    .toBe(true)

  await hours.getByRole('button', { name: 'Jobs by hour: show as table' }).click()
  const rows = hours.getByRole('table').getByRole('row')
  await expect(rows).toHaveCount(25)
  await expect(rows.filter({ has: page.getByRole('cell', { name: '2', exact: true }) })).toHaveCount(1)

  const accounts = page.getByRole('region', { name: 'Accounts by restriction' })
  await accounts.getByRole('button', { name: /show as table/ }).click()
  await expect(accounts.getByRole('row', { name: /Production/ }).getByRole('cell')).toHaveText(['1', '2', '0'])

  const days = page.getByRole('region', { name: 'Changes per day' })
  await days.getByRole('button', { name: /show as table/ }).click()
  // Two changes so far: where tokens are kept, and the new server.
  await expect(days.getByRole('row').last().getByRole('cell')).toHaveText(['2', '0'])
  // A change that is made now is counted at once.
  const serverId = (await app.call('servers.list', {}))[0]?.id ?? ''
  await app.call('change.apply', editAccount(serverId, 'lotus_off', { enabled: true }))
  await expect(days.getByRole('row').last().getByRole('cell')).toHaveText(['3', '0'])
})

test('an empty app says where to begin, and a fleet without problems says so', async ({ page, app, startPanel }) => {
  await app.open(page, '/overview')
  await expect(page.getByRole('heading', { name: 'No servers yet' })).toBeVisible()
  await app.add(await startPanel({ name: 'web-01', state: emptyState('lotus') }))
  await app.call('inventory.refresh', {})
  await expect(page.getByText('Nothing needs your attention')).toBeVisible()
  await expect(page.getByText('No cron job is due in the next 24 hours.')).toBeVisible()
  await expect(page.getByText('No FTP account is known yet.')).toBeVisible()
})
