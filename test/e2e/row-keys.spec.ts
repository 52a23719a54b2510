import type { Page } from '@playwright/test'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { expect, test } from './app.ts'
import { dialogOf, gridOf, openRow, panelOf, rowOf, toastOf } from './screens.ts'

const state = () => ({
  ...emptyState('lotus'),
  accounts: ['lotus_a', 'lotus_b', 'lotus_c'].map((username) =>
    accountOf({ username, allowedIps: ['203.0.113.7'] }, Date.now() - 86_400_000),
  ),
  jobs: ['job-a', 'job-b', 'job-c'].map((name, at) => jobOf({ id: at + 1, name }, Date.now())),
})

/** Presses Del and returns the title of the dialog that asks, which names what would be deleted. */
async function askedToDelete(page: Page): Promise<string> {
  await page.keyboard.press('Delete')
  const dialog = dialogOf(page, /^Delete /)
  const title = await dialog.getByRole('heading', { level: 2 }).innerText()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toHaveCount(0)
  return title
}

test('FTP accounts: keys act on the selected row, otherwise on the row with the focus, and the side panel follows', async ({
  page,
  app,
  startPanel,
}) => {
  await app.add(await startPanel({ name: 'web-01', token: 'wsp_00web', state: state() }))
  await app.open(page, '/ftp')
  await openRow(page, 'ftp', 'lotus_a')
  const grid = gridOf(page, 'ftp')

  await test.step('the keyboard moves on, and the side panel follows', async () => {
    await page.keyboard.press('ArrowDown')
    await expect(panelOf(page, 'lotus_b')).toBeVisible()
    await expect(grid).toBeFocused()
    expect(await askedToDelete(page)).toBe('Delete lotus_b on web-01?')
  })

  await test.step('a selected row takes precedence', async () => {
    await rowOf(page, 'ftp', 'lotus_c').getByRole('checkbox').click()
    await grid.focus()
    await page.keyboard.press('ArrowUp')
    await expect(panelOf(page, 'lotus_b')).toBeVisible()
    expect(await askedToDelete(page)).toBe('Delete lotus_c on web-01?')
    await page.keyboard.press('F2')
    await expect(panelOf(page, 'lotus_c').getByRole('textbox', { name: 'Addresses that may sign in' })).toBeFocused()
  })

  await test.step('unsaved input keeps the side panel at its row', async () => {
    const field = panelOf(page, 'lotus_c').getByRole('textbox', { name: 'Addresses that may sign in' })
    await field.fill('198.51.100.4')
    await grid.focus()
    await page.keyboard.press('ArrowUp')
    await expect(rowOf(page, 'ftp', 'lotus_b')).toHaveClass(/active/)
    await expect(field).toHaveValue('198.51.100.4')
    await page.keyboard.press('Enter')
    await expect(toastOf(page, 'So the details of lotus_c stay open.')).toBeVisible()
    await expect(field).toHaveValue('198.51.100.4')
    await toastOf(page, 'So the details of lotus_c stay open.')
      .getByRole('button', { name: 'Discard and open' })
      .click()
    await expect(panelOf(page, 'lotus_b')).toBeVisible()
    await expect(panelOf(page, 'lotus_b').getByRole('button', { name: 'Edit', exact: true })).toBeVisible()
  })
})

test('cron jobs: keys act on the selected job, otherwise on the job with the focus', async ({
  page,
  app,
  startPanel,
}) => {
  await app.add(await startPanel({ name: 'web-01', token: 'wsp_00web', state: state() }))
  await app.open(page, '/cron')
  await openRow(page, 'cron', 'job-a')
  await gridOf(page, 'cron').focus()
  await page.keyboard.press('ArrowDown')
  await expect(panelOf(page, 'job-b')).toBeVisible()
  expect(await askedToDelete(page)).toBe('Delete job-b on web-01?')
  await rowOf(page, 'cron', 'job-c').getByRole('checkbox').click()
  await gridOf(page, 'cron').focus()
  await page.keyboard.press('ArrowUp')
  expect(await askedToDelete(page)).toBe('Delete job-c on web-01?')
})

test('servers: keys act on the server with the focus, its menu opens by keyboard, and the side panel follows', async ({
  page,
  app,
}) => {
  for (const name of ['one', 'two', 'three'])
    await app.call('servers.add', { draft: { name, url: `${name}.example.com` } })
  await app.open(page, '/servers')
  const grid = gridOf(page, 'servers')
  await openRow(page, 'servers', 'one')
  await page.keyboard.press('ArrowDown')
  await expect(panelOf(page, 'two')).toBeVisible()
  await page.keyboard.press('End')
  await expect(panelOf(page, 'three')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary')).toHaveCount(0)

  await test.step('the menu returns the focus to the table', async () => {
    await page.keyboard.press('Shift+F10')
    await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(grid).toBeFocused()
    await rowOf(page, 'servers', 'one').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Edit…' }).click()
    await dialogOf(page, 'Edit one').getByRole('button', { name: 'Cancel' }).click()
    await grid.focus()
  })

  await test.step('Del asks for the server with the focus, and after it for the one in its place', async () => {
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Delete')
    await dialogOf(page, 'Remove two from this app?').getByRole('button', { name: 'Remove from this app' }).click()
    await expect(rowOf(page, 'servers', 'two')).toHaveCount(0)
    await expect(grid).toBeFocused()
    await page.keyboard.press('F2')
    await expect(dialogOf(page, 'Edit three')).toBeVisible()
  })
})
