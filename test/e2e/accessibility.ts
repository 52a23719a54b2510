import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { type AppUnderTest, expect } from './app.ts'

/** Colours are judged as they stay, not half-way through a fade. */
async function finishAnimations(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  )
}

// All of the app is one document: axe's way through frames, with a page of its own for each run, is not needed.
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode(true)

const rulesOfColour = ['color-contrast', 'link-in-text-block']

async function expectNoViolations(builder: AxeBuilder, what: string): Promise<void> {
  const { violations } = await builder.analyze()
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary ?? ''}`),
  )
  expect.soft(found, what).toEqual([])
}

async function setTheme(page: Page, app: AppUnderTest, theme: 'light' | 'dark'): Promise<void> {
  await app.call('settings.set', { theme })
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  await finishAnimations(page)
}

/**
 * Every rule that axe has for WCAG 2.2 A and AA, and its best practices, in the light theme, and the rules of colour in
 * the dark one: a theme changes nothing else.
 */
export async function expectAccessible(page: Page, app: AppUnderTest, what: string): Promise<void> {
  await setTheme(page, app, 'light')
  await expectNoViolations(axe(page), `${what}, light`)
  await setTheme(page, app, 'dark')
  await expectNoViolations(axe(page).withRules(rulesOfColour), `${what}, dark`)
}

/** Every rule of axe but the contrast: a language changes words and what is read out, but no colours. */
export async function expectAccessibleWords(page: Page, what: string): Promise<void> {
  await finishAnimations(page)
  await expectNoViolations(axe(page).disableRules(['color-contrast']), what)
}
