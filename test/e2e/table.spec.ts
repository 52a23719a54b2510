import type { Page } from '@playwright/test'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { gridOf, rowOf } from './screens.ts'

const fleet = { panels: 3, accounts: 10, jobs: 4, seed: 1 }

type Panels = readonly DemoPanelServer[]

const totalOf = (panels: Panels) => panels.reduce((sum, { accounts }) => sum + accounts.length, 0)
const filterOf = (page: Page) => page.getByRole('combobox', { name: 'Filter the accounts' })

async function completeFilter(page: Page, panels: Panels): Promise<void> {
  const filter = filterOf(page)
  const options = page.getByRole('listbox', { name: 'Ways to go on' }).getByRole('option')
  await page.keyboard.press('/')
  await expect(filter).toBeFocused()
  await page.keyboard.type('se')
  await expect(options).toHaveText(['server:', 'set:'])
  await page.keyboard.press('ArrowDown')
  await expect(filter).toHaveAttribute('aria-activedescendant', /./)
  await page.keyboard.press('Enter')
  await expect(filter).toHaveValue('server:')
  await page.keyboard.type(panels[0]?.name.slice(0, -1) ?? '')
  await page.keyboard.press('ArrowDown')
  const chosen = await options.first().innerText()
  await page.keyboard.press('Enter')
  await expect(filter).toHaveValue(`server:${chosen.trim()} `)
  const held = panels.find(({ name }) => name === chosen.trim())?.accounts.length ?? 0
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(held + 1))
}

async function explainWrongWord(page: Page): Promise<void> {
  const filter = filterOf(page)
  await filter.fill('sever:x')
  await expect(page.getByText('Did you mean server:')).toBeVisible()
  await filter.fill('')
}

async function selectAllAndHide(page: Page, panels: Panels): Promise<void> {
  const [grid, filter, total] = [gridOf(page, 'ftp'), filterOf(page), totalOf(panels)]
  await grid.focus()
  await page.keyboard.press('Control+a')
  await expect(page.getByText(`${total} selected on ${panels.length} servers`).first()).toBeVisible()
  await filter.fill(`server:${panels[0]?.name ?? ''}`)
  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press(' ')
  const hidden = total - (panels[0]?.accounts.length ?? 0)
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: `${total - 1} selected on ${panels.length} servers, ${hidden} hidden by the filter` }),
  ).toHaveCount(1)
  await filter.fill('')
}

async function chooseColumns(page: Page, app: AppUnderTest, panels: Panels): Promise<void> {
  const chooser = page.getByRole('button', { name: 'Choose columns' })
  await chooser.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('checkbox', { name: 'Quota' }).press(' ')
  await page.getByRole('checkbox', { name: 'Domain' }).press(' ')
  await page.getByRole('button', { name: 'Move Domain up' }).press('Enter')
  await page.keyboard.press('Escape')
  const heads = gridOf(page, 'ftp').getByRole('columnheader')
  await expect(heads.filter({ hasText: 'Quota' })).toHaveCount(0)
  await expect(heads.nth(-2)).toContainText('Domain')
  await expect(heads.last()).toContainText('Changed')
  await expect
    .poll(async () => (await app.call('settings.get', {})).columns['ftp']?.visible)
    .toEqual({ quota: false, domain: true })
  await app.open(page, '/ftp')
  await expect(heads.filter({ hasText: 'Quota' })).toHaveCount(0)
  await expect(rowOf(page, 'ftp', panels[0]?.accounts[0]?.username ?? '').first()).toBeVisible()
}

test('filter, columns and selection by keyboard alone', async ({ page, app, startFleet }) => {
  const { panels } = await startFleet(fleet)
  for (const panel of panels) await app.add(panel, { tags: ['lotus'] })
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(totalOf(panels) + 1))

  await test.step('the filter completes fields and values', () => completeFilter(page, panels))
  await test.step('a wrong word is reported with its reason', () => explainWrongWord(page))
  await test.step('all rows are selected, and the number of hidden ones is shown', () => selectAllAndHide(page, panels))
  await test.step('a column is hidden and shown again, and the choice outlives a reload', () =>
    chooseColumns(page, app, panels))
})
