import type { Page } from '@playwright/test'
import axe, { type AxeResults, type RunOptions } from 'axe-core'
import { type AppUnderTest, expect } from './app.ts'

type AxeWindow = typeof globalThis & { axe?: typeof axe }

/**
 * Waits until no animation runs: colours and widths are checked as they stay, not half-way through a fade. Transitions
 * are switched off instead, because that of an inherited colour would start one frame after that of its parent.
 */
export async function finishAnimations(page: Page): Promise<void> {
  await page.evaluate(async () => {
    if (document.adoptedStyleSheets.length === 0) {
      const noTransitions = new CSSStyleSheet()
      noTransitions.replaceSync('*, *::before, *::after { transition: none !important }')
      document.adoptedStyleSheets.push(noTransitions)
    }
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)))
  })
}

const colourRules = ['color-contrast', 'link-in-text-block']

/** Runs axe in the page, which has no frames, and expects no violation. The page gets axe's source once. */
async function expectNoViolations(page: Page, options: RunOptions, what: string): Promise<void> {
  if (!(await page.evaluate(() => (window as AxeWindow).axe !== undefined))) await page.evaluate(axe.source)
  const { violations }: Pick<AxeResults, 'violations'> = await page.evaluate(
    async (runOptions) => ({ violations: (await (window as AxeWindow).axe!.run(document, runOptions)).violations }),
    { resultTypes: ['violations'], ...options } satisfies RunOptions,
  )
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary ?? ''}`),
  )
  expect.soft(found, what).toEqual([])
}

/** Expects that no two elements have the same id: a label would name the wrong one. */
async function expectUniqueIds(page: Page, what: string): Promise<void> {
  const ids = await page.locator('[id]:not([id=""])').evaluateAll((elements) => elements.map(({ id }) => id))
  expect
    .soft(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      `${what}: ids that occur twice`,
    )
    .toEqual([])
}

async function setTheme(page: Page, app: AppUnderTest, theme: 'light' | 'dark'): Promise<void> {
  await app.call('settings.set', { theme })
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  await finishAnimations(page)
}

/**
 * Checks every rule that axe has for WCAG 2.2 A and AA, and its best practices, in one theme, and the rules of colour
 * in the other one: a theme changes nothing else. Each call begins with the theme that the last one ended with.
 */
export async function expectAccessible(page: Page, app: AppUnderTest, what: string): Promise<void> {
  const first = (await page.locator('html').getAttribute('data-theme')) === 'dark' ? 'dark' : 'light'
  const second = first === 'dark' ? 'light' : 'dark'
  await expectUniqueIds(page, what)
  await setTheme(page, app, first)
  await expectNoViolations(page, {}, `${what}, ${first}`)
  await setTheme(page, app, second)
  await expectNoViolations(page, { runOnly: { type: 'rule', values: colourRules } }, `${what}, ${second}`)
}

/** Checks every rule of axe but the contrast: a language changes words and what is read out, but no colours. */
export async function expectAccessibleWords(page: Page, what: string): Promise<void> {
  await finishAnimations(page)
  await expectNoViolations(page, { rules: { 'color-contrast': { enabled: false } } }, what)
}
