import type { Locator, Page } from '@playwright/test'
import { screenNames, type ScreenName } from '../../src/shared/screens.ts'
import { catalogueOf, sentencesOf } from '../kit/catalogues.ts'
import { expect } from './app.ts'

const sentences = new Map(sentencesOf(catalogueOf('en')))

/** The title of a screen, or of the kind whose rows it shows. */
const titleOf = (name: ScreenName): string =>
  sentences.get(`screens.${name}`) ?? sentences.get(`kinds.${name}.screen`) ?? ''

/** All screens with their addresses, by the names in the side bar. */
export const screens = screenNames.map((name) => ({ name, title: titleOf(name), address: `/${name}` }))

/** The accessible names of the tables. Every locator goes by role and accessible name. */
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
    .filter({ has: page.getByRole('gridcell', { name }) })

/** The header of a group of rows. */
export const groupHeaderOf = (page: Page, screen: keyof typeof gridNames, name: string | RegExp): Locator =>
  gridOf(page, screen).getByRole('row', { level: 1 }).filter({ hasText: name })

/** The side panel with this heading. */
export const panelOf = (page: Page, name: string): Locator => page.getByRole('complementary', { name })

export const dialogOf = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name })

/**
 * Goes to another screen by the side bar and waits for it. Until the new screen has been fetched, the old one stays,
 * with buttons of the same names.
 */
export async function goTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen }).click()
  await expect(page).toHaveTitle(new RegExp(`^${screen} –`))
}

/** Opens the side panel of a row. */
export async function openRow(page: Page, screen: keyof typeof gridNames, name: string): Promise<Locator> {
  // The first cell, away from the row's own buttons.
  await rowOf(page, screen, name).getByText(name, { exact: true }).first().click()
  const panel = panelOf(page, name)
  await expect(panel).toBeVisible()
  return panel
}

/** The notification in the corner with this text. */
export const toastOf = (page: Page, text: string | RegExp): Locator =>
  page
    .getByRole('region', { name: /^Notifications/ })
    .getByRole('listitem')
    .filter({ hasText: text })

/** Presses Undo in the notification with this text. */
export async function undo(page: Page, text: string | RegExp): Promise<void> {
  await toastOf(page, text).getByRole('button', { name: 'Undo' }).click()
}

const withoutSeparators = (text: string) => text.replaceAll(/[\s:]/g, '')

/** Expects this element to contain the fingerprint, on however many lines. */
export async function expectFingerprint(locator: Locator, fingerprint256: string): Promise<void> {
  await expect
    .poll(async () => withoutSeparators(await locator.innerText()))
    .toContain(withoutSeparators(fingerprint256))
}
