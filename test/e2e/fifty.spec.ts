import { expect, test } from './app.ts'
import { goTo, gridOf, rowOf } from './screens.ts'

test('fifty servers, eight of them with faults: the other 42 are shown at once, and each of the eight says what is wrong', async ({
  page,
  app,
  startFleet,
}) => {
  test.setTimeout(120_000)
  const { panels } = await startFleet({ panels: 50, accounts: 12, jobs: 6, exact: true, seed: 4 })
  // Longer than the test takes: the hanging servers are being read until the test ends.
  await app.call('settings.set', { answerTimeoutSec: 300, refreshPaused: true })
  for (const panel of panels) await app.add(panel)

  // As after a night: everything is read again, and these eight panels have faults.
  const [dead, hanging, html] = [panels.slice(3, 8), panels.slice(20, 22), panels.slice(30, 31)]
  await Promise.all(dead.map((panel) => panel.setFault('dead', true)))
  await Promise.all(hanging.map((panel) => panel.setFault('hang', true)))
  await Promise.all(html.map((panel) => panel.setFault('html502', true)))
  const faulty = new Set([...dead, ...hanging, ...html])
  const healthy = panels.filter((panel) => !faulty.has(panel))
  for (const panel of panels) panel.edit((state) => ({ ...state, accounts: state.accounts.slice(0, 11) }))

  await app.open(page, '/servers')
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await goTo(page, 'FTP accounts')
  // The healthy servers show new rows, and the sick ones their last known rows.
  await expect
    .poll(async () => (await app.call('rows.list', { kind: 'ftp' })).filter(({ rows }) => rows.length === 11).length, {
      intervals: [50],
    })
    .toBe(42)
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(42 * 11 + 8 * 12 + 1))

  await page.getByRole('combobox', { name: 'Filter the accounts' }).fill(`server:${healthy[41]?.name ?? ''}`)
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', '12')

  // The page has not waited for the two hanging servers: they are still being read.
  await goTo(page, 'Servers')
  const filter = page.getByRole('combobox', { name: 'Filter the servers' })
  for (const { name } of hanging) {
    await filter.fill(name)
    await expect(rowOf(page, 'servers', name)).toContainText('Reading…')
  }
  await Promise.all(hanging.map((panel) => panel.setFault('dead', true)))

  await goTo(page, 'FTP accounts')
  await page.getByRole('button', { name: /^8 servers could not be read/ }).click()
  const main = page.getByRole('main')
  for (const panel of faulty) await expect(main.getByRole('listitem').filter({ hasText: panel.name })).toHaveCount(1)

  await goTo(page, 'Servers')
  const statuses: readonly (readonly [typeof panels, string])[] = [
    [dead, 'Unreachable'],
    [hanging, 'Unreachable'],
    [html, 'Unreadable answer'],
  ]
  for (const [group, status] of statuses) {
    for (const { name } of group) {
      await filter.fill(name)
      await expect(rowOf(page, 'servers', name)).toContainText(status)
    }
  }
  await filter.fill('')
  await page.getByRole('combobox', { name: 'Status' }).selectOption('OK')
  await expect(page.getByText('42 shown')).toBeVisible()
})
