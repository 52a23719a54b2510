import type { Page } from '@playwright/test'
import { rm } from 'node:fs/promises'
import type { DemoPanelOptions, DemoPanelServer } from '../../src/demo/panel.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import { type AppProcess, startAppProcess, test } from './app-process.ts'
import { type AppUnderTest, expect } from './app.ts'
import { dialogOf, gridOf } from './screens.ts'

const cidr = '198.51.100.24/32'
const passphrase = 'correct horse battery'
const oldList = ['203.0.113.0/26']
const dayMs = 86_400_000
const panelCount = 22
/** 10 panels have 16 restricted accounts each, and 12 panels have 15. */
const restrictedOn = (index: number) => (index < 10 ? 16 : 15)
const restricted = 340

/** The state of one panel: the restricted accounts, and two accounts without a restriction. */
function stateOf(index: number) {
  const names = Array.from({ length: restrictedOn(index) + 2 }, (_, at) => `lotus_user${at + 1}`)
  const isOpen = (at: number) => at >= restrictedOn(index)
  return {
    ...emptyState('lotus'),
    accounts: names.map((username, at) =>
      accountOf({ username, allowedIps: isOpen(at) ? [] : oldList }, Date.now() - dayMs),
    ),
  }
}

type Start = (options: DemoPanelOptions) => Promise<DemoPanelServer>

async function startPanels(startPanel: Start): Promise<readonly DemoPanelServer[]> {
  const panels: DemoPanelServer[] = []
  for (let index = 0; index < panelCount; index++) {
    // Two panels leave the allow lists out of their account lists. They cost three requests for each account instead of
    // one.
    const isTerse = index % 11 === 5
    const panel = await startPanel({
      name: `web-${String(index + 1).padStart(2, '0')}`,
      state: stateOf(index),
      traits: { listCarriesAllowedIps: !isTerse },
      rateLimit: { limit: isTerse ? 240 : 60, phaseMs: Date.now() - 1_000 },
    })
    panels.push(panel)
  }
  return panels
}

const listsOf = (panels: readonly DemoPanelServer[]) =>
  panels.flatMap(({ accounts }) => accounts.map(({ allowedIps }) => allowedIps.toSorted().join(' ')))
const latestRun = async (app: AppUnderTest) => (await app.call('bulk.runs', {}))[0]

async function planAll(page: Page, app: AppUnderTest, accounts: number): Promise<void> {
  await app.open(page, '/ftp')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(accounts + 1))
  await page.getByRole('combobox', { name: 'Filter the accounts' }).fill('ip:203.0.113.0/26')
  await expect(gridOf(page, 'ftp')).toHaveAttribute('aria-rowcount', String(restricted + 1), { timeout: 60_000 })
  await page.getByRole('checkbox', { name: 'Select all rows that match the filter' }).click()
  await expect(page.getByText(`${restricted} selected on ${panelCount} servers`).first()).toBeVisible()
  await page.getByRole('button', { name: 'IP restrictions…' }).click()
  await dialogOf(page, 'IP restrictions').getByLabel('Addresses', { exact: true }).fill(cidr)
  await dialogOf(page, 'IP restrictions').getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('button', { name: `Run ${restricted} changes` })).toBeVisible({ timeout: 60_000 })
}

async function killInTheMiddle(
  page: Page,
  app: AppProcess,
  panels: readonly DemoPanelServer[],
  wanted: readonly string[],
): Promise<void> {
  await Promise.all(panels.map((panel) => panel.setFault('latency', 400)))
  await page.getByRole('button', { name: `Run ${restricted} changes` }).click()
  const countUnchanged = () => listsOf(panels).filter((list, at) => list !== wanted[at]).length
  await expect.poll(countUnchanged, { intervals: [20], timeout: 60_000 }).toBeLessThan(restricted - 40)
  await page.goto('about:blank')
  await app.stop('SIGKILL')
  expect(countUnchanged()).toBeGreaterThan(0)
  await Promise.all(panels.map((panel) => panel.setFault('latency', null)))
}

test('340 accounts on 22 servers get one network; the process is killed during the run, which is resumed and undone', async ({
  page,
  freshApp,
  startPanel,
}) => {
  test.setTimeout(300_000)
  const panels = await startPanels(startPanel)
  await freshApp.call('vault.choose', { kind: 'passphrase', passphrase })
  await freshApp.call('settings.set', { welcomed: true, refreshPaused: true, answerTimeoutSec: 5 })
  for (const panel of panels) await freshApp.add(panel)
  await freshApp.call('inventory.refresh', {})
  const before = listsOf(panels)
  const wanted = before.map((list) => (list === '' ? '' : [...oldList, cidr].toSorted().join(' ')))

  await test.step('the plan is for 340 accounts on 22 servers', () => planAll(page, freshApp, before.length))
  await test.step('the process is killed during the run', () => killInTheMiddle(page, freshApp, panels, wanted))

  const app = await startAppProcess(freshApp.dataDir)
  try {
    await test.step('the next start finds the run, reconciles it and resumes it', async () => {
      expect((await latestRun(app))?.state).toBe('interrupted')
      await app.call('vault.unlock', { passphrase })
      await app.open(page, '/ftp')
      await page.getByRole('button', { name: 'Go on' }).first().click()
      await expect.poll(async () => (await latestRun(app))?.state, { timeout: 120_000 }).toBe('done')
      expect((await latestRun(app))?.counts).toMatchObject({ confirmed: restricted, failed: 0, unknown: 0, held: 0 })
      expect(listsOf(panels)).toEqual(wanted)
    })

    await test.step('the undo restores every account', async () => {
      await gridOf(page, 'ftp').focus()
      await page.keyboard.press('ControlOrMeta+z')
      await page.getByRole('button', { name: `Run ${restricted} changes` }).click({ timeout: 60_000 })
      await expect
        .poll(async () => (await latestRun(app))?.undoOf !== null && (await latestRun(app))?.state, {
          timeout: 150_000,
        })
        .toBe('done')
      expect(listsOf(panels)).toEqual(before)
    })
    await page.goto('about:blank')
  } finally {
    await app.stop()
    await rm(app.dataDir, { recursive: true, force: true })
  }
})
