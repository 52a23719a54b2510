import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { countOf } from './api-document.ts'
import { expect, test } from './app.ts'
import { dialogOf, goTo, openRow, panelOf, rowOf, toastOf } from './screens.ts'

const state = () => ({
  ...emptyState('lotus'),
  accounts: [
    accountOf({ username: 'lotus_deploy', allowedIps: ['203.0.113.7'] }, Date.now() - 86_400_000),
    accountOf({ username: 'lotus_media', quotaMb: 10 }, Date.now() - 86_400_000),
  ],
  jobs: [jobOf({ id: 5, name: 'nightly', owner: 'lotus' }, Date.now() - 86_400_000)],
})

test('Ctrl+Z undoes the newest change and names it, then those before it, of panels and of profiles', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01', state: state() })
  const { id } = await app.add(panel)
  await app.call('servers.edit', { id, patch: { tags: ['lotus'] } })
  await app.open(page, '/ftp')
  const media = await openRow(page, 'ftp', 'lotus_media')
  await media.getByRole('switch', { name: 'Read-only access' }).click()
  await expect(toastOf(page, 'lotus_media may only read now')).toBeVisible()
  await expect(media.getByRole('switch', { name: 'Read-only access' })).toBeFocused()
  await media.getByRole('switch', { name: 'Account is enabled' }).click()
  await expect(toastOf(page, 'lotus_media is disabled')).toBeVisible()
  await test.step('in a text field the key belongs to the field', async () => {
    await media.getByLabel('Quota').fill('77')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(media.getByLabel('Quota')).toHaveValue('10')
  })
  await rowOf(page, 'ftp', 'lotus_media').click()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(toastOf(page, /Undone: disable lotus_media on web-01, just now/)).toBeVisible()
  expect(panel.accounts.find(({ username }) => username === 'lotus_media')).toMatchObject({
    enabled: true,
    readOnly: true,
  })
  await test.step('the toast of what is undone no longer offers it', async () => {
    await expect(toastOf(page, 'lotus_media is disabled')).toHaveCount(0)
    await expect(toastOf(page, 'lotus_media may only read now')).toBeVisible()
  })
  await page.keyboard.press('ControlOrMeta+z')
  await expect(toastOf(page, /Undone: change lotus_media on web-01 \(Access\), just now/)).toBeVisible()
  expect(panel.accounts.find(({ username }) => username === 'lotus_media')).toMatchObject({ readOnly: false })
  const tags = async () => (await app.call('servers.list', {}))[0]?.tags
  await test.step('the page is opened again: the history is the record', async () => {
    await app.open(page, '/servers')
    expect(await tags()).toEqual(['lotus'])
    await page.keyboard.press('ControlOrMeta+z')
    await expect(toastOf(page, 'Undone: Edit server (web-01: Tags), just now')).toBeVisible()
    expect(await tags()).toEqual([])
  })
  await page.keyboard.press('ControlOrMeta+z')
  const nothing = toastOf(page, 'There is nothing to undo')
  await expect(nothing).toContainText('Skipped: Add server (web-01). The server’s token would be lost.')
  await test.step('what was undone is done again, and undone by the command', async () => {
    await toastOf(page, 'Undone: Edit server').getByRole('button', { name: 'Redo' }).click()
    await expect(toastOf(page, 'Redone: Edit server (web-01: Tags)')).toBeVisible()
    expect(await tags()).toEqual(['lotus'])
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('undo the newest')
    await page.keyboard.press('Enter')
    await expect(toastOf(page, 'Undone: redo of “Edit server (web-01: Tags)”, just now')).toBeVisible()
    expect(await tags()).toEqual([])
  })
})

test('a deleted job is created again by Undo, and the toast says what is lost', async ({ page, app, startPanel }) => {
  const panel = await startPanel({ name: 'web-01', state: state() })
  await app.add(panel)
  await app.open(page, '/cron')
  await openRow(page, 'cron', 'nightly')
  await panelOf(page, 'nightly').getByRole('button', { name: 'Delete on the server…' }).click()
  const dialog = dialogOf(page, 'Delete nightly on web-01?')
  await expect(dialog).toContainText('its logs are lost for good')
  expect(countOf(panel, 'DELETE', /./)).toBe(0)
  await dialog.getByRole('button', { name: 'Delete on the server' }).click()
  const toast = toastOf(page, 'nightly was deleted on web-01')
  await expect(toast).toContainText('with a new number and without its logs')
  await toast.getByRole('button', { name: 'Undo' }).click()
  const asked = dialogOf(page, 'Create nightly on web-01?')
  await expect(asked).toContainText('does not show which domain this job belonged to')
  expect(panel.jobs).toEqual([])
  await asked.getByRole('button', { name: 'Create it all the same' }).click()
  await expect(toastOf(page, 'Undone: delete nightly on web-01')).toBeVisible()
  await expect(rowOf(page, 'cron', 'nightly')).toBeVisible()
  expect(panel.jobs.map(({ name }) => name)).toEqual(['nightly'])
})

test('a row that is different on the panel now is shown beside what is wanted, and the user decides', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01', state: state() })
  await app.add(panel)
  await app.open(page, '/ftp')
  const media = await openRow(page, 'ftp', 'lotus_media')
  const setOnPanel = (quotaMb: number) =>
    panel.edit((current) => ({
      ...current,
      accounts: current.accounts.map((one) => (one.username === 'lotus_media' ? { ...one, quotaMb } : one)),
    }))
  const quotaNow = () => panel.accounts.find(({ username }) => username === 'lotus_media')?.quotaMb
  const conflict = dialogOf(page, 'lotus_media is different on web-01 now')

  await test.step('left as it is: nothing is sent, and what was typed stays', async () => {
    setOnPanel(40)
    await media.getByLabel('Quota').fill('90')
    await media.getByRole('button', { name: 'Set', exact: true }).click()
    await expect(conflict.getByRole('row', { name: /Quota/ })).toContainText(/40 MB.*90 MB/)
    await expect(conflict.getByRole('button', { name: 'Leave it' })).toBeFocused()
    await conflict.getByRole('button', { name: 'Leave it' }).click()
    await expect(toastOf(page, 'lotus_media was left as it is on the panel')).toBeVisible()
    await expect(media.getByLabel('Quota')).toHaveValue('90')
    await expect(media.getByRole('button', { name: 'Set', exact: true })).toBeFocused()
    expect([quotaNow(), countOf(panel, 'PUT', /./)]).toEqual([40, 0])
  })
  await test.step('changed all the same', async () => {
    setOnPanel(50)
    await media.getByLabel('Quota').fill('90')
    await media.getByRole('button', { name: 'Set', exact: true }).click()
    await expect(conflict.getByRole('row', { name: /Quota/ })).toContainText(/50 MB.*90 MB/)
    await conflict.getByRole('button', { name: 'Change it all the same' }).click()
    await expect(toastOf(page, /Quota of lotus_media/)).toBeVisible()
    await expect(media.getByLabel('Quota')).toBeFocused()
    expect(quotaNow()).toBe(90)
  })
})

test('one question for all that a change needs: a protected address is typed, and Cancel sends nothing', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01', state: state() })
  await app.add(panel)
  await app.call('settings.set', { ourAddresses: ['203.0.113.7'] })
  await app.open(page, '/ftp')
  const deploy = await openRow(page, 'ftp', 'lotus_deploy')
  await deploy.getByRole('button', { name: 'Edit', exact: true }).click()
  await deploy.getByLabel('Addresses that may sign in').fill('198.51.100.1')
  await deploy.getByRole('button', { name: /^Save/ }).click()
  const asked = dialogOf(page, 'Change lotus_deploy on web-01?')
  await expect(asked).toContainText('so we may be shut out')
  await expect(asked.getByRole('columnheader')).toHaveText(['Before', 'After'])
  await asked.getByRole('button', { name: 'Cancel' }).click()
  expect(countOf(panel, 'PUT', /./)).toBe(0)
  await expect(deploy.getByLabel('Addresses that may sign in')).toHaveValue('198.51.100.1')
  await deploy.getByRole('button', { name: /^Save/ }).click()
  await asked.getByLabel('Type 203.0.113.7 to go on').fill('203.0.113.7')
  await asked.getByRole('button', { name: 'Change it all the same' }).click()
  await expect(deploy.getByText('Read back from the panel: 1 entry, as sent.')).toBeVisible()
  await expect(deploy.getByRole('button', { name: 'Edit', exact: true })).toBeFocused()
})

test('a row that is gone on the panel is off the table, and deleting it again is no error', async ({
  page,
  app,
  startPanel,
}) => {
  const panel = await startPanel({ name: 'web-01', state: state() })
  await app.add(panel)
  await app.open(page, '/ftp')
  const media = await openRow(page, 'ftp', 'lotus_media')
  panel.edit((current) => ({ ...current, accounts: current.accounts.slice(0, 1) }))
  await media.getByRole('switch', { name: 'Account is enabled' }).click()
  await expect(toastOf(page, 'lotus_media is no longer on web-01')).toBeVisible()
  await expect(rowOf(page, 'ftp', 'lotus_media')).toHaveCount(0)
  await goTo(page, 'Cron jobs')
  await openRow(page, 'cron', 'nightly')
  panel.edit((current) => ({ ...current, jobs: [] }))
  await panelOf(page, 'nightly').getByRole('button', { name: 'Delete on the server…' }).click()
  await dialogOf(page, 'Delete nightly on web-01?').getByRole('button', { name: 'Delete on the server' }).click()
  await expect(rowOf(page, 'cron', 'nightly')).toHaveCount(0)
  await expect(toastOf(page, 'nightly')).not.toContainText('could not')
})
