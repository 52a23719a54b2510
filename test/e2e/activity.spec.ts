import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { rowKey } from '../../src/shared/model/inventory.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { expectAccessible } from './accessibility.ts'
import { dialogOf, toastOf } from './screens.ts'

const fleetOptions = { panels: 3, accounts: 6, jobs: 2, exact: true, seed: 7, limit: 600 } as const
const grid = (page: Page) => page.getByRole('grid', { name: 'Every change that was made from here, newest first' })
const rows = (page: Page) => grid(page).getByRole('row')

/** Gives all accounts another quota in one run, for a reason. Returns the accounts by server. */
async function changeQuotas(app: AppUnderTest) {
  const slices = await app.call('rows.list', { kind: 'ftp' })
  const keys = slices.flatMap(({ serverId, rows: accounts }) =>
    accounts.map(({ username }) => rowKey(serverId, 'ftp', username)),
  )
  const action = { type: 'ftp.edit', patch: { quotaMb: 777 } } as const
  const { id: planId } = await app.call('bulk.plan', { planningId: 'p', intent: { action, keys } })
  const { id } = await app.call('bulk.start', {
    planId,
    confirm: {},
    reason: 'Ticket 4711',
  })
  await expect.poll(async () => (await app.call('bulk.run', { runId: id })).state, { timeout: 60_000 }).toBe('done')
  return { slices, keys }
}

test('a run of many rows is one line that opens; filters are kept in the address; a row shows its history', async ({
  page,
  app,
  startFleet,
}) => {
  test.setTimeout(180_000)
  const { panels } = await startFleet(fleetOptions)
  for (const panel of panels) await app.add(panel)
  await app.call('inventory.refresh', {})
  await app.call('settings.set', { actorName: 'Ana Lê' })
  const { slices, keys } = await changeQuotas(app)
  const [slice] = slices
  const username = slice!.rows[0]!.username

  await test.step('by keyboard, the line opens and shows each row with who, why and what', async () => {
    await app.open(page, '/activity')
    await expect(rows(page).nth(1)).toContainText(`${keys.length} rows · Ticket 4711`)
    await expect(rows(page).nth(1)).toContainText('Ana Lê')
    await grid(page).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(rows(page).filter({ hasText: '→ 777 MB' })).toHaveCount(keys.length)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary').filter({ hasText: 'Before and after' })
    for (const text of ['Ticket 4711', 'Ana Lê (', '777 MB']) await expect(panel).toContainText(text)
    await expectAccessible(page, app, 'activity with an open run')
    await panel.getByRole('button', { name: 'Close' }).click()
  })

  await test.step('a text is found, a text that is nowhere says so, and the address keeps the filter', async () => {
    const search = page.getByRole('textbox', { name: 'Filter the activity' })
    await search.fill(username.slice(0, 2))
    await expect(page.getByText('Type at least three characters.')).toBeVisible()
    await search.fill('no such thing')
    await expect(page.getByText('No entry fits the filter')).toBeVisible()
    await page.getByRole('button', { name: 'Clear the filter' }).last().click()
    await search.fill(username)
    await page.getByRole('combobox', { name: 'Result' }).selectOption('Done')
    await expect(rows(page).nth(1)).toContainText('1 row · Ticket 4711')
    await expect(page).toHaveURL(/result=done/)
    await page.reload()
    await expect(search).toHaveValue(username)
    await expect(rows(page).nth(1)).toContainText('1 row · Ticket 4711')
  })

  await test.step('the panel of an account has its history and leads to all of it', async () => {
    await app.open(page, `/ftp?row=${encodeURIComponent(rowKey(slice!.serverId, 'ftp', username))}`)
    const history = page.getByRole('region', { name: 'Changes made in Wisdeck' })
    await expect(history.getByRole('listitem')).toContainText(['Change FTP account'])
    await history.getByRole('link', { name: 'Show all in Activity' }).click()
    await expect(page.getByText(`Row: ${username}`)).toBeVisible()
    await expect(rows(page)).toHaveCount(2)
  })
})

test('the entries of a client are exported with their sum, and erased after a preview', async ({
  page,
  app,
  startFleet,
}) => {
  test.setTimeout(180_000)
  const { panels } = await startFleet(fleetOptions)
  for (const panel of panels) await app.add(panel)
  await app.call('inventory.refresh', {})
  const { slices } = await changeQuotas(app)
  const servers = slices.slice(0, 2)
  const serverIds = servers.map(({ serverId }) => serverId)
  const accounts = servers.flatMap((slice) => slice.rows)
  for (const id of serverIds) await app.call('servers.edit', { id, patch: { tags: ['lotus'] } })
  expect(await app.call('activity.list', { tag: 'lotus', serverIds: [slices[2]!.serverId] })).toEqual([])
  await app.open(page, '/activity')
  await page.getByRole('combobox', { name: 'Server' }).selectOption('Tag lotus (2 servers)')
  await expect(rows(page).nth(1)).toContainText('Edit server')

  const downloads: { readonly name: string; readonly path: Promise<string> }[] = []
  page.on('download', (download) => downloads.push({ name: download.suggestedFilename(), path: download.path() }))
  await page.getByRole('button', { name: 'Export and erase' }).click()
  await page.getByRole('menuitem', { name: 'Export as CSV' }).click()
  await expect(toastOf(page, /SHA-256/)).toBeVisible()
  await expect.poll(() => downloads.length).toBe(2)
  const read = async (end: string) => readFile(await downloads.find(({ name }) => name.endsWith(end))!.path)
  const csv = await read('.csv')
  expect((await read('.sha256')).toString()).toContain(createHash('sha256').update(csv).digest('hex'))
  // One line for each account, and for each server that it was added and edited, below a header.
  expect(csv.toString().split('\r\n')).toHaveLength(accounts.length + 2 * serverIds.length + 1)

  await page.getByRole('button', { name: 'Export and erase' }).click()
  await page.getByRole('menuitem', { name: 'Erase a client’s entries…' }).click()
  const dialog = dialogOf(page, 'Erase a client’s entries')
  await expect(dialog).toContainText(`${accounts.length + 2 * serverIds.length} entries of the activity`)
  await expect(dialog).toContainText('The 2 servers themselves')
  await expect(dialog).toContainText('1 bulk change that touched other servers too')
  await expectAccessible(page, app, 'erasing entries')
  await dialog.getByRole('textbox').fill('erase')
  await dialog.getByRole('button', { name: /^Erase/ }).click()
  await expect(page.getByText('No entry fits the filter')).toBeVisible()
  await page.getByRole('button', { name: 'Export and erase' }).click()
  await expect(page.getByRole('menuitem', { name: 'Export as CSV' })).toBeDisabled()
  await expect(page.getByRole('menuitem', { name: 'Erase a client’s entries…' })).toBeEnabled()
  await page.getByRole('menuitem', { name: 'Erase a client’s entries…' }).click()
  await expect(dialog).toContainText('Nothing: the activity has no entry to erase here.')
  await expect(dialog.getByRole('button', { name: /^Erase/ })).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
  expect(await app.call('activity.list', { serverIds })).toEqual([])
  expect((await app.call('activity.list', { limit: 1000 })).length).toBeGreaterThan(slices[2]!.rows.length)
  expect(await app.call('activity.list', { tag: 'nobody', limit: 1000 })).toEqual([])
})
