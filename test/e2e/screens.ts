import type { Locator, Page } from '@playwright/test'
import titles from '../../src/renderer/i18n/en/screens.json' with { type: 'json' }
import { screenNames } from '../../src/shared/screens.ts'
import { expect } from './app.ts'

/** All screens, as the side bar names them, with their addresses. */
export const screens = screenNames.map((name) => ({ name, title: titles[name], address: `/${name}` }))
type ScreenTitle = (typeof screens)[number]['title']

/** The screens as a user names them. Every locator goes by role and accessible name. */
export const gridNames = {
  servers: 'Servers on this desk',
  ftp: 'FTP accounts',
  cron: 'Cron jobs',
  sets: 'IP sets',
} as const

/** The table of a screen, grouped or not. */
export const gridOf = (page: Page, screen: keyof typeof gridNames): Locator =>
  page.getByRole('grid', { name: gridNames[screen] }).or(page.getByRole('treegrid', { name: gridNames[screen] }))

/** The row that names this server, account or job. */
export const rowOf = (page: Page, screen: keyof typeof gridNames, name: string): Locator =>
  gridOf(page, screen)
    .getByRole('row')
    .filter({ has: page.getByRole(screen === 'servers' ? 'rowheader' : 'gridcell', { name }) })

/** The header of a group of rows. */
export const headOf = (page: Page, screen: keyof typeof gridNames, name: string | RegExp): Locator =>
  gridOf(page, screen).getByRole('row', { level: 1 }).filter({ hasText: name })

/** The panel on the right: it is named by its heading. */
export const panelOf = (page: Page, name: string): Locator => page.getByRole('complementary', { name })

export const dialogOf = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name })

/**
 * Goes to another screen by the side bar, and waits for it: until its part of the app is fetched the screen before it
 * is still there, with buttons of the same names.
 */
export async function goTo(page: Page, screen: ScreenTitle): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen }).click()
  await expect(page).toHaveTitle(new RegExp(`^${screen} –`))
}

/** Opens the panel of a row. */
export async function openRow(page: Page, screen: keyof typeof gridNames, name: string): Promise<Locator> {
  // The first cell, away from the row's own buttons.
  await rowOf(page, screen, name).getByText(name, { exact: true }).first().click()
  const panel = panelOf(page, name)
  await expect(panel).toBeVisible()
  return panel
}

/** A short note of what was done, in the corner. */
export const toastOf = (page: Page, text: string | RegExp): Locator =>
  page
    .getByRole('region', { name: /^Notifications/ })
    .getByRole('listitem')
    .filter({ hasText: text })

/** Takes back what this note tells of. */
export async function undo(page: Page, text: string | RegExp): Promise<void> {
  await toastOf(page, text).getByRole('button', { name: 'Undo' }).click()
}

const bare = (text: string) => text.replaceAll(/[\s:]/g, '')

/** The fingerprint stands in this element, over however many lines it is broken. */
export async function expectFingerprint(locator: Locator, fingerprint256: string): Promise<void> {
  await expect.poll(async () => bare(await locator.innerText())).toContain(bare(fingerprint256))
}
