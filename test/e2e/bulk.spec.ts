import type { Page } from '@playwright/test'
import type { DemoFleet } from '../../src/demo/fleet.ts'
import { createQuickClock } from '../kit/clock.ts'
import { editAccount } from '../kit/change-row.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { dialogOf, goTo, gridOf, openRow, toastOf } from './screens.ts'

const cidr = '198.51.100.24/32'
const fleetOptions = { panels: 5, accounts: 12, jobs: 4, exact: true, seed: 7 } as const
/** Panels that no run has to wait for. One test keeps the usual 60 requests a minute, and waits. */
const quickFleetOptions = { ...fleetOptions, limit: 600 } as const

/** The allow lists of every panel: `username@panel` to its sorted list. */
function listsOf({ panels }: DemoFleet): ReadonlyMap<string, readonly string[]> {
  return new Map(
    panels.flatMap((panel) =>
      panel.accounts.map(({ username, allowedIps }) => [`${username}@${panel.name}`, [...allowedIps].sort()] as const),
    ),
  )
}
const withEntry = (lists: ReadonlyMap<string, readonly string[]>, isIncluded: (list: readonly string[]) => boolean) =>
  new Map([...lists].map(([name, list]) => [name, isIncluded(list) ? [...list, cidr].sort() : list] as const))

async function addAll(app: AppUnderTest, { panels }: DemoFleet): Promise<void> {
  for (const [index, panel] of panels.entries())
    await app.add(panel, { environment: index === 0 ? 'production' : 'staging' })
  await app.call('inventory.refresh', {})
}
const runButton = (page: Page) => page.getByRole('button', { name: /^Run \d+ changes?$/ })
/** The states of all runs: the run that a click starts is in the list only some time after the click. */
const statesOfRuns = async (app: AppUnderTest) => (await app.call('bulk.runs', {})).map(({ state }) => state)

/** Opens the newest run on the Activity screen, and from the panel of one of its entries the run itself. */
async function showRunFromActivity(page: Page): Promise<void> {
  await goTo(page, 'Activity')
  const rows = page.getByRole('grid').getByRole('row')
  await rows.filter({ hasText: 'Bulk change' }).first().click()
  await rows.filter({ hasText: 'Change allowed addresses' }).first().click()
  await page.getByRole('complementary').getByRole('button', { name: 'Show the run' }).click()
}

// Core waits longer and longer for an answer that fails, and for the panel's next minute: here a tenth of that time.
test.use({ clock: ({}, use) => use(createQuickClock(10)) })

test('one network for sixty accounts: planned, run, read back, undone', async ({ page, app, startFleet }) => {
  test.setTimeout(180_000)
  const fleet = await startFleet(quickFleetOptions)
  await addAll(app, fleet)
  const before = listsOf(fleet)
  const open = [...before.values()].filter((list) => list.length === 0).length
  expect(open).toBeGreaterThan(0)
  expect(before.size - open).toBeGreaterThanOrEqual(30)

  await app.open(page, '/ftp')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(before.size + 1))
  await page.getByRole('checkbox', { name: 'Select all rows that match the filter' }).click()
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText(`${before.size} selected on 5 servers`)

  const plan = dialogOf(page, `Add ${cidr.replace('/32', '')} to ${before.size - open} accounts`)
  await test.step('the plan says what it does, separates first restrictions and asks for a typed word', async () => {
    await page.getByRole('button', { name: 'IP restrictions…' }).click()
    const form = dialogOf(page, 'IP restrictions')
    await form.getByLabel('Addresses', { exact: true }).fill(`${cidr} # the office`)
    await form.getByRole('button', { name: 'Preview' }).click()
    // Half of the panels report the allow lists one by one. Those lists are read for the plan.
    await expect(plan).toContainText(`1 of them production. ${open} are left out unless`, { timeout: 60_000 })
    await expect(plan.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await expect(plan.getByText(`${open} accounts have no restriction today.`)).toBeVisible()
    await expect(runButton(page)).toHaveText(`Run ${before.size - open} changes`)
    await expect(
      plan
        .getByRole('list', { name: /^Changes of this plan/ })
        .getByRole('listitem')
        .first(),
    ).toContainText('198.51.100.24')
    // Nothing has been sent: the panels are as they were.
    expect(listsOf(fleet)).toEqual(before)
    await runButton(page).click({ force: true })
    expect(await app.call('bulk.runs', {})).toEqual([])
  })

  await test.step('the run is started, and every panel is as planned', async () => {
    await plan.getByRole('textbox', { name: /^Type production/ }).fill('production')
    await runButton(page).click()
    const run = dialogOf(page, `Add ${cidr.replace('/32', '')} to ${before.size - open} accounts`)
    await expect(run.getByText(`${before.size - open} of ${before.size - open} changes done`)).toBeVisible({
      timeout: 90_000,
    })
    expect(listsOf(fleet)).toEqual(withEntry(before, (list) => list.length > 0))
    await run.getByRole('tab', { name: `Changes ${before.size - open}` }).click()
    await expect(run.getByText(`${open} left out`, { exact: true })).toBeVisible()
    await run.getByRole('combobox', { name: 'State' }).selectOption('left out')
    await expect(run.getByText('not confirmed in the plan').first()).toBeVisible()
    await run.getByRole('button', { name: 'Close', exact: true }).last().click()
  })

  await test.step('the activity shows the run and links to it', async () => {
    await showRunFromActivity(page)
    await expect(page.getByRole('button', { name: `Undo ${before.size - open} changes…` })).toBeVisible()
  })

  await test.step('the undo restores every item', async () => {
    await page.getByRole('button', { name: `Undo ${before.size - open} changes…` }).click()
    const undo = dialogOf(page, `Undo ${before.size - open} changes`)
    await undo.getByRole('textbox', { name: /^Type production/ }).fill('production')
    await runButton(page).click()
    await expect.poll(() => statesOfRuns(app), { timeout: 90_000 }).toEqual(['done', 'done'])
    expect(listsOf(fleet)).toEqual(before)
  })
})

test('the same by keyboard alone: Ctrl+A, F2, the plan, and Ctrl+Z', async ({ page, app, startFleet }) => {
  test.setTimeout(300_000)
  const fleet = await startFleet({ ...quickFleetOptions, panels: 3 })
  for (const panel of fleet.panels) await app.add(panel)
  await app.call('inventory.refresh', {})
  const before = listsOf(fleet)

  await app.open(page, '/ftp')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(before.size + 1))
  await gridOf(page, 'ftp').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText(`${before.size} selected on 3 servers`)
  await page.keyboard.press('F2')
  const form = dialogOf(page, 'IP restrictions')
  await expect(form).toBeVisible()
  // The first field chooses the action. The next one holds the addresses to add.
  await page.keyboard.press('Tab')
  await expect(form.getByLabel('Addresses', { exact: true })).toBeFocused()
  await page.keyboard.type(cidr)
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(dialogOf(page, /^Add 198\.51\.100\.24 to/).getByRole('button', { name: 'Cancel' })).toBeFocused({
    timeout: 60_000,
  })
  // Shift+Tab leads back from Cancel over the options and the list to the box that includes accounts without a
  // restriction.
  const restrict = page.getByRole('checkbox', { name: /^Restrict these/ })
  for (let steps = 0; steps < 20 && !(await restrict.evaluate((box) => box === document.activeElement)); steps += 1)
    await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Space')
  await expect(runButton(page)).toHaveText(`Run ${before.size} changes`)
  for (
    let steps = 0;
    steps < 20 && !(await runButton(page).evaluate((button) => button === document.activeElement));
    steps += 1
  )
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`${before.size} of ${before.size} changes done`)).toBeVisible({ timeout: 90_000 })
  expect(listsOf(fleet)).toEqual(withEntry(before, () => true))
  await expect(page.getByRole('button', { name: `Undo ${before.size} changes…` })).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(gridOf(page, 'ftp')).toBeFocused()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(toastOf(page, /^Undo: Add 198\.51\.100\.24 to \d+ accounts \(.+\), /)).toBeVisible()
  const undo = dialogOf(page, /^Undo \d+ changes$/)
  // A panel that reports its allow lists one by one is read first.
  await expect(undo.getByRole('button', { name: 'Cancel' })).toBeFocused({ timeout: 90_000 })
  const lift = undo.getByRole('checkbox', { name: /^Empty the list/ })
  for (let steps = 0; steps < 20 && !(await lift.evaluate((box) => box === document.activeElement)); steps += 1)
    await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Space')
  for (
    let steps = 0;
    steps < 20 && !(await runButton(page).evaluate((button) => button === document.activeElement));
    steps += 1
  )
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => statesOfRuns(app), { timeout: 90_000 }).toEqual(['done', 'done'])
  expect(listsOf(fleet)).toEqual(before)
})

test('rows that changed after the plan are conflicts for the user to decide; failures are grouped by cause and retried', async ({
  page,
  app,
  startFleet,
}) => {
  test.setTimeout(300_000)
  const fleet = await startFleet({ ...fleetOptions, panels: 2, traits: { listCarriesAllowedIps: true } })
  const [first, second] = fleet.panels
  if (first === undefined || second === undefined) throw new Error('no panels')
  const servers = [await app.add(first), await app.add(second)]
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  await page.getByRole('combobox', { name: 'Filter the accounts' }).fill('-ip:any')
  await page.getByRole('button', { name: /^Change all \d+ that match…$/ }).click()
  await page.getByRole('menuitem', { name: 'IP restrictions…' }).click()
  await page.getByLabel('Addresses', { exact: true }).fill(cidr)
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(runButton(page)).toBeVisible()

  const editedAccount = first.accounts.find(({ allowedIps }) => allowedIps.length > 0)?.username ?? ''
  const ips = { mode: 'set', entries: ['192.0.2.99/32'] } as const
  await app.call('change.apply', editAccount(servers[0]?.id ?? '', editedAccount, { ips }))
  await second.setFault('html502', { method: 'PUT' })
  await runButton(page).click()

  await test.step('conflicts are shown side by side, and the change is applied to the found values', async () => {
    await page.getByRole('tab', { name: /^Held/ }).click()
    const conflicts = page.getByRole('list', { name: 'Held rows' }).getByRole('listitem')
    await expect(conflicts).toHaveCount(1)
    await expect(conflicts).toContainText('192.0.2.99')
    await page.getByRole('button', { name: `Apply to ${editedAccount}` }).click()
    await expect
      .poll(() => first.accounts.find(({ username }) => username === editedAccount)?.allowedIps.toSorted(), {
        timeout: 30_000,
      })
      .toEqual(['192.0.2.99/32', cidr])
  })

  await test.step('failures are grouped by cause, and only they are retried', async () => {
    await expect.poll(() => statesOfRuns(app), { timeout: 90_000 }).toEqual(['done'])
    const failed = second.accounts.filter(({ allowedIps }) => allowedIps.length > 0).length
    await page.getByRole('tab', { name: /^Not done/ }).click()
    await expect(page.getByText(`${failed} changes on 1 server`)).toBeVisible()
    await second.setFault('html502', null)
    await page.getByRole('button', { name: 'Retry what was not done…' }).click()
    await expect(runButton(page)).toHaveText(`Run ${failed} changes`)
    await runButton(page).click()
    // The failed attempts have used up the panel's rate window, so this waits for the next one.
    await expect(page.getByText(`${failed} of ${failed} changes done`)).toBeVisible({ timeout: 100_000 })
    for (const { allowedIps } of second.accounts)
      expect(allowedIps.length === 0 || allowedIps.includes(cidr)).toBe(true)
  })

  await test.step('the list of runs has both, each by its address', async () => {
    await page.getByRole('button', { name: 'Close', exact: true }).last().click()
    await goTo(page, 'Runs')
    await expect(page.getByRole('grid', { name: /^Runs of bulk changes/ }).getByRole('row')).toHaveCount(3)
  })
})

test('new passwords are sealed, saved and shown once', async ({ page, app, startFleet }) => {
  test.setTimeout(120_000)
  const [panel] = (await startFleet({ ...fleetOptions, panels: 1 })).panels
  if (panel === undefined) throw new Error('no panel')
  await app.add(panel)
  await app.call('inventory.refresh', {})
  await app.open(page, '/ftp')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(panel.accounts.length + 1))
  await page.getByRole('checkbox', { name: 'Select all rows that match the filter' }).click()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'New passwords…' }).click()
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByLabel('Passphrase', { exact: true }).fill('correct horse battery')
  await page.getByLabel('Passphrase again').fill('correct horse battery')
  await page.getByRole('textbox', { name: /^Type reset \d+/ }).fill(`reset ${panel.accounts.length}`)
  await runButton(page).click()
  await page.getByRole('button', { name: 'Show them once…' }).click({ timeout: 60_000 })
  const dialog = dialogOf(page, 'New passwords')
  await expect(dialog.getByText('The sealed file has not been saved yet.')).toBeVisible()
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save the sealed file' }).click()
  expect((await saving).suggestedFilename()).toMatch(/\.json$/)
  await dialog.getByLabel('Passphrase').fill('not this one')
  await dialog.getByRole('button', { name: 'Show the passwords' }).click()
  await expect(dialog.getByText('This is not the passphrase of this run.')).toBeVisible()
  await dialog.getByLabel('Passphrase').fill('correct horse battery')
  await dialog.getByRole('button', { name: 'Show the passwords' }).click()
  await expect(dialog.getByRole('list', { name: 'Passwords' }).getByRole('listitem').first()).toContainText(panel.name)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText('The passwords of this run have been shown and are gone from here.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Show them once…' })).toHaveCount(0)
})

test('a notification at the end offers Undo on another screen, and a production server is left alone', async ({
  page,
  app,
  startFleet,
}) => {
  test.setTimeout(120_000)
  const [web, shop] = (await startFleet({ ...fleetOptions, panels: 2 })).panels
  if (web === undefined || shop === undefined) throw new Error('no panels')
  await app.add(web)
  await app.add(shop, { environment: 'production' })
  await app.call('inventory.refresh', {})
  await app.call('settings.set', { productionLock: true })
  await app.open(page, '/cron')
  await expect(gridOf(page, 'cron')).toHaveAttribute('aria-rowcount', String(web.jobs.length + shop.jobs.length + 1))
  await page.getByRole('checkbox', { name: 'Select all rows that match the filter' }).click()
  await page.getByRole('button', { name: 'Disable', exact: true }).click()
  await expect(page.getByText(new RegExp(`${shop.jobs.length} on production, which is locked`))).toBeVisible()
  const enabled = web.jobs.filter((job) => job.enabled).length
  await web.setFault('latency', 4000)
  await expect(runButton(page)).toHaveText(new RegExp(`Run ${enabled} change`))
  await runButton(page).click()
  // A user who is on another screen is notified at the end.
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('Escape')
  await web.setFault('latency', null)
  await expect(toastOf(page, /: done/)).toBeVisible({ timeout: 60_000 })
  expect(web.jobs.every((job) => !job.enabled)).toBe(true)
  expect(shop.jobs.some((job) => job.enabled)).toBe(true)
  await toastOf(page, /: done/)
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(dialogOf(page, new RegExp(`^Undo ${enabled} change`))).toBeVisible()
  await openRowAfterEscape(page, web.jobs[0]?.name ?? '')
})

/** Closes the panel of bulk changes and opens a row of the screen below. */
async function openRowAfterEscape(page: Page, job: string): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await openRow(page, 'cron', job)
}
