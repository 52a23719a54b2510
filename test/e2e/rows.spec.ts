import type { Page } from '@playwright/test'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { dialogOf, goTo, gridOf, groupHeaderOf, openRow, panelOf, rowOf, toastOf } from './screens.ts'

const names = ['alpha', 'beta', 'gamma']
const state = () => ({
  ...emptyState('lotus'),
  accounts: names.map((username) => accountOf({ username }, Date.now() - 86_400_000)),
  jobs: names.map((name, at) => jobOf({ id: at + 1, name }, Date.now())),
})

/** What the screen of each kind calls its rows. All else is the same. */
const kinds = [
  { kind: 'ftp', title: 'FTP accounts', other: 'Cron jobs', filter: 'Filter the accounts', name: 'Account' },
  { kind: 'cron', title: 'Cron jobs', other: 'FTP accounts', filter: 'Filter the cron jobs', name: 'Job' },
] as const
type KindOfTest = (typeof kinds)[number]

async function leaveAndReturn(page: Page, { kind, title, other, filter, name }: KindOfTest): Promise<void> {
  await page.getByRole('combobox', { name: filter }).fill('server:web -alpha')
  await page.getByRole('combobox', { name: filter }).press('Tab')
  await gridOf(page, kind).getByRole('columnheader', { name }).getByRole('button').first().click()
  await rowOf(page, kind, 'beta').getByRole('checkbox').click()
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('group by server')
  await expect(page.getByRole('option', { name: 'Group by: Server' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(groupHeaderOf(page, kind, 'web-01')).toBeVisible()

  await goTo(page, other)
  await goTo(page, title)
  await expect(page.getByRole('combobox', { name: filter })).toHaveValue('server:web -alpha')
  await expect(gridOf(page, kind).getByRole('columnheader', { name })).toHaveAttribute('aria-sort', 'descending')
  await expect(groupHeaderOf(page, kind, 'web-01')).toContainText('1 selected')
  await expect(rowOf(page, kind, 'alpha')).toHaveCount(0)
}

async function removeChip(page: Page, { kind, filter }: KindOfTest): Promise<void> {
  await page.getByRole('button', { name: 'Remove not “alpha”' }).click()
  await expect(page.getByRole('combobox', { name: filter })).toHaveValue('server:web')
  await expect(rowOf(page, kind, 'alpha')).toBeVisible()
}

async function useRowMenu(page: Page, { kind }: KindOfTest): Promise<void> {
  await rowOf(page, kind, 'gamma').hover()
  await page.getByRole('button', { name: 'Actions for gamma' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await expect(toastOf(page, 'gamma is disabled')).toBeVisible()
  await expect(rowOf(page, kind, 'gamma')).toContainText(/disabled/i)
  await rowOf(page, kind, 'gamma').hover()
  await page.getByRole('button', { name: 'Actions for gamma' }).click()
  await page.getByRole('menuitem', { name: 'Delete on the server…' }).click()
  await dialogOf(page, /^Delete gamma/)
    .getByRole('button', { name: 'Cancel' })
    .click()
}

async function refresh(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(toastOf(page, '1 server read anew')).toBeVisible()
}

async function pressKeysOnReadOnlyServer(page: Page, app: AppUnderTest, kind: KindOfTest['kind']): Promise<void> {
  const [server] = await app.call('servers.list', {})
  await app.call('servers.edit', { id: server?.id ?? '', patch: { readOnly: true } })
  await expect(page.getByRole('button', { name: /^New (account|job)…$/ })).toBeDisabled()
  await openRow(page, kind, 'beta')
  for (const key of ['Delete', 'F2']) {
    await page.keyboard.press(key)
    await expect(toastOf(page, 'web-01 is read-only here.')).toBeVisible()
    await toastOf(page, 'web-01 is read-only here.').getByRole('button', { name: 'Dismiss' }).click()
  }
  await expect(dialogOf(page, /./)).toHaveCount(0)
  await expect(panelOf(page, 'beta').getByRole('button', { name: 'Delete on the server…' })).toBeDisabled()
}

async function followToServers(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: '1 current' }).click()
  await expect(page).toHaveTitle(/^Servers/)
}

for (const each of kinds)
  test(`${each.title}: the table can do what every combined table can`, async ({ page, app, startPanel }) => {
    await app.add(await startPanel({ name: 'web-01', state: state() }))
    await app.call('inventory.refresh', {})
    await app.open(page, `/${each.kind}`)
    await expect(rowOf(page, each.kind, 'alpha')).toBeVisible()

    await test.step('filter, order, groups and selection are kept while another screen is open', () =>
      leaveAndReturn(page, each))
    await test.step('a condition of the filter is a chip', () => removeChip(page, each))
    await test.step('a row has a menu', () => useRowMenu(page, each))
    await test.step('a refresh says how many servers answered', () => refresh(page))
    await test.step('keys on a row of a read-only server are answered', () =>
      pressKeysOnReadOnlyServer(page, app, each.kind))
    await test.step('the summary leads to the servers', () => followToServers(page))
  })

test('a row that is deleted elsewhere closes its side panel, and its address names it no more', async ({
  page,
  app,
  startPanel,
}) => {
  const server = await app.add(await startPanel({ name: 'web-01', state: state() }))
  await app.call('inventory.refresh', {})
  for (const { kind } of kinds) {
    await app.open(page, `/${kind}`)
    await openRow(page, kind, 'beta')
    await expect(page).toHaveURL(new RegExp(`#/${kind}\\?row=`))
    const key = `${server.id}/${kind}/${kind === 'ftp' ? 'beta' : 2}`
    await app.call('change.apply', {
      intent: { action: { type: `${kind}.remove` }, keys: [key] },
      confirm: { typed: 'delete' },
    })
    await expect(panelOf(page, 'beta')).toHaveCount(0)
    await expect(page).toHaveURL(new RegExp(`#/${kind}$`))
  }
})
