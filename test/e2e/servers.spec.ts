import type { Page } from '@playwright/test'
import { emptyState } from '../../src/demo/state.ts'
import { expect, test } from './app.ts'
import { dialogOf, gridOf, openRow, panelOf, rowOf, toastOf, undo } from './screens.ts'

test('a server is edited, made read-only, duplicated and removed from the app without a change on the panel', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01', state: emptyState('lotus') })
  await app.add(panel)
  await app.open(page, '/servers')
  await expect(rowOf(page, 'servers', 'web-01')).toContainText('OK')
  const requests = panel.counters.requests
  const server = await openRow(page, 'servers', 'web-01')

  await test.step('edit: name, environment and tags are shown in its row', async () => {
    await server.getByRole('button', { name: 'Edit…' }).click()
    const dialog = dialogOf(page, 'Edit web-01')
    await dialog.getByLabel('Name').fill('shop-02')
    await dialog.getByLabel('Environment').selectOption('Production')
    await dialog.getByRole('textbox', { name: 'Add a tag' }).or(dialog.getByLabel('Tags')).first().fill('lotus,')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(toastOf(page, 'shop-02 was saved')).toBeVisible()
    await expect(rowOf(page, 'servers', 'shop-02')).toContainText('Production')
    await expect(rowOf(page, 'servers', 'shop-02')).toContainText('lotus')
  })

  await test.step('read-only: the change is no longer offered, and Undo allows it again', async () => {
    await panelOf(page, 'shop-02').getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Make read-only here' }).click()
    await expect(toastOf(page, 'shop-02 is read-only here now')).toBeVisible()
    await expect(rowOf(page, 'servers', 'shop-02').getByRole('img', { name: 'Read-only here' })).toBeVisible()
    await undo(page, 'shop-02 is read-only here now')
    await expect(rowOf(page, 'servers', 'shop-02').getByRole('img', { name: 'Read-only here' })).toHaveCount(0)
  })

  await test.step('duplicate: a copy without the secret', async () => {
    await panelOf(page, 'shop-02').getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await expect(toastOf(page, /is a copy without token and trusted certificate/)).toBeVisible()
    await expect(gridOf(page, 'servers').getByRole('row').filter({ hasText: 'No token' })).toHaveCount(1)
    expect((await app.call('servers.list', {})).map(({ hasToken }) => hasToken)).toEqual([true, false])
  })

  await test.step('remove from the app: production asks for the name, and the panel keeps everything', async () => {
    await panelOf(page, 'shop-02').getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Remove from this app…' }).click()
    const dialog = dialogOf(page, 'Remove shop-02 from this app?')
    await expect(dialog).toContainText('The server itself is not touched')
    await dialog.getByLabel('Type shop-02 to go on').fill('shop-02')
    await dialog.getByRole('button', { name: 'Remove from this app' }).click()
    await expect(toastOf(page, 'shop-02 was removed from this app')).toBeVisible()
    expect(await app.call('servers.list', {})).toHaveLength(1)
    expect(await app.call('vault.status', {})).toMatchObject({ tokens: 0 })
  })
  expect(panel.counters.requests).toBe(requests)
})

const gripOf = (page: Page, name: string) => rowOf(page, 'servers', name).locator('[draggable="true"]')

test('servers keep the order that was set by keyboard or with the pointer, and a drag that is let go elsewhere moves none', async ({
  page,
  app,
}) => {
  for (const name of ['one', 'two', 'three'])
    await app.call('servers.add', { draft: { name, url: `${name}.example.com` } })
  await app.open(page, '/servers')
  const grid = gridOf(page, 'servers')
  const inOrder = (...names: string[]) => expect(grid.getByRole('row')).toContainText(['Name', ...names])
  await grid.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Alt+ArrowUp')
  await inOrder('one', 'three', 'two')
  await expect(rowOf(page, 'servers', 'three')).toHaveClass(/active/)
  await page.keyboard.press('Alt+ArrowUp')
  await inOrder('three', 'one', 'two')
  await expect(page.getByRole('status').filter({ hasText: 'three is now number 1 of 3' })).toHaveCount(1)
  await page.reload()
  await inOrder('three', 'one', 'two')

  await test.step('a drag over a row that ends outside the rows moves nothing', async () => {
    await gripOf(page, 'three').hover()
    await page.mouse.down()
    // The browser sends dragover from the second move on.
    for (const y of [10, 20]) await rowOf(page, 'servers', 'two').hover({ position: { x: 200, y } })
    await expect(rowOf(page, 'servers', 'two')).toHaveClass(/drop-/)
    await page.getByRole('heading', { level: 1, name: 'Servers' }).hover()
    await page.mouse.up()
    // If that drag had moved a row, this one would lead to another order.
    await gripOf(page, 'two').dragTo(rowOf(page, 'servers', 'three'), { targetPosition: { x: 200, y: 2 } })
    await inOrder('two', 'three', 'one')
  })
})

test('servers are filtered by text and from lists, sorted and back in the own order, and moved only within a group', async ({
  page,
  app,
}) => {
  const folders = { one: 'Agency', two: '', three: 'Agency' }
  for (const [name, folder] of Object.entries(folders))
    await app.call('servers.add', { draft: { name, url: `${name}.example.com`, folder } })
  await app.open(page, '/servers')
  const grid = gridOf(page, 'servers')
  const inOrder = (...lines: string[]) => expect(grid.getByRole('row')).toContainText(['Name', ...lines])
  const filter = page.getByRole('combobox', { name: 'Filter the servers' })
  const folder = page.getByRole('combobox', { name: 'Folder' })

  await test.step('a choice from a list is a condition of the filter, and goes with its text', async () => {
    await filter.fill('-one')
    await folder.selectOption('Agency')
    await expect(filter).toHaveValue('-one folder:=agency')
    await inOrder('three')
    await expect(page.getByText('1 shown')).toBeVisible()
    await filter.fill('folder:=')
    await expect(folder.locator('option:checked')).toHaveText('No folder')
    await inOrder('two')
    await filter.fill('')
    await expect(folder.locator('option:checked')).toHaveText('Any folder')
  })

  await test.step('a third click on a heading returns to the own order, the only one in which rows are moved', async () => {
    const name = grid.getByRole('columnheader', { name: 'Name' }).getByRole('button')
    await name.click()
    await inOrder('one', 'three', 'two')
    await expect(gripOf(page, 'one')).toHaveCount(0)
    await name.click()
    await inOrder('two', 'three', 'one')
    await name.click()
    await inOrder('one', 'two', 'three')
    await expect(gripOf(page, 'one')).toHaveCount(1)
  })

  await test.step('in groups a row moves past the rows of its own group', async () => {
    await page.getByRole('button', { name: /^Group by/ }).click()
    await page.getByRole('menuitemradio', { name: 'Folder' }).click()
    await inOrder('Agency', 'one', 'three', 'No folder', 'two')
    await grid.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Alt+ArrowDown')
    await inOrder('Agency', 'three', 'one', 'No folder', 'two')
    expect((await app.call('servers.list', {})).map(({ name }) => name)).toEqual(['two', 'three', 'one'])
  })
})
