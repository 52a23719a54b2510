import type { Page } from '@playwright/test'
import type { ScreenName } from '../../src/shared/screens.ts'
import { expectAccessibleWords } from './accessibility.ts'
import { type AppUnderTest, expect, test } from './app.ts'
import { dialogOf, gridOf, screens } from './screens.ts'

type Start = (options: {
  panels: number
  accounts: number
  jobs: number
  seed: number
}) => Promise<{ panels: readonly Parameters<AppUnderTest['add']>[0][] }>

async function addFleet(app: AppUnderTest, startFleet: Start): Promise<void> {
  const { panels } = await startFleet({ panels: 3, accounts: 8, jobs: 6, seed: 1 })
  for (const panel of panels) await app.add(panel, { environment: 'production', tags: ['lotus'] })
  await app.call('inventory.refresh', {})
}
async function waitForScreen(page: Page, title: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0)
}

interface Stop {
  readonly name: string
  readonly tag: string
  /** Whether the screen shows that the focus is here. */
  readonly shown: boolean
}
/** The element that has the focus, with what a user can learn about it. */
const focused = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement
    const candidates = [
      element,
      element.parentElement,
      element.parentElement?.parentElement,
      element.closest('article'),
      element.closest('.row, label'),
      element.nextElementSibling,
    ]
    const shown = candidates.some(
      (each) =>
        each instanceof HTMLElement &&
        getComputedStyle(each).outlineStyle !== 'none' &&
        getComputedStyle(each).outlineWidth !== '0px',
    )
    const text = element.getAttribute('aria-label') ?? element.innerText ?? ''
    return { name: text.replaceAll(/\s+/g, ' ').trim().slice(0, 60), tag: element.tagName.toLowerCase(), shown }
  })

/** Presses Tab until a link or button of that name has the focus. */
async function tabTo(page: Page, name: RegExp, maxPresses = 60): Promise<void> {
  for (let press = 0; press < maxPresses; press += 1) {
    await page.keyboard.press('Tab')
    if (name.test((await focused(page)).name)) return
  }
  throw new Error(`Tab does not lead to ${String(name)}`)
}

test('every screen is reached and used by keyboard alone, with the focus always visible', async ({
  page,
  app,
  startFleet,
}) => {
  test.setTimeout(240_000)
  await addFleet(app, startFleet)
  await app.open(page)
  await waitForScreen(page, 'Overview')
  for (const { title } of screens) {
    await test.step(title, async () => {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await page.keyboard.press('Tab')
      await tabTo(page, new RegExp(`^${title}`))
      await page.keyboard.press('Enter')
      await waitForScreen(page, title)
      const stops: Stop[] = []
      for (let press = 0; press < 40; press += 1) {
        await page.keyboard.press('Tab')
        const stop = await focused(page)
        if (stop.tag === 'body') break
        stops.push(stop)
      }
      expect(stops.length, 'places that Tab leads to').toBeGreaterThan(2)
      expect(
        stops.filter(({ shown }) => !shown),
        'places without a visible focus',
      ).toEqual([])
    })
  }

  await test.step('the skip link leads past the side bar', async () => {
    await page.reload()
    await waitForScreen(page, 'Settings')
    await page.keyboard.press('Tab')
    expect((await focused(page)).name).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await expect(page.locator('main')).toBeFocused()
  })

  await test.step('the shortcuts open by a key and include the palette', async () => {
    await page.keyboard.press('?')
    await expect(dialogOf(page, 'Keyboard shortcuts').getByText('Search everything, run a command')).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('rows of a table are selected and announced', async () => {
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('ftp accounts')
    await page.keyboard.press('Enter')
    await waitForScreen(page, 'FTP accounts')
    await gridOf(page, 'ftp').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ControlOrMeta+a')
    await expect(page.getByRole('status').filter({ hasText: /\d+ selected on \d+ servers/ })).toHaveCount(1)
  })
})

test('a change is announced and undone by keyboard alone', async ({ page, app, startFleet }) => {
  await addFleet(app, startFleet)
  await app.open(page, '/ftp')
  await waitForScreen(page, 'FTP accounts')
  await page.keyboard.press('/')
  await page.keyboard.type('owner:a')
  await tabTo(page, /^Save view$/)
  await page.keyboard.press('Enter')
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Enter')
  const views = page.getByRole('navigation', { name: 'Views' })
  await expect(views.getByRole('link', { name: /By keyboard/ })).toBeVisible()
  await views.getByRole('link', { name: /By keyboard/ }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Remove view' }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(views.getByRole('link', { name: /By keyboard/ })).toBeHidden()
  // F6 moves the focus to the notifications when there is one.
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible()
  await page.keyboard.press('F6')
  await tabTo(page, /^Undo$/, 12)
  await page.keyboard.press('Enter')
  await expect(views.getByRole('link', { name: /By keyboard/ })).toBeVisible()
})

/** What a screen reader finds around every screen. */
const snapshotOf = (screen: string, content: string) => `
- link "Skip to the content"
- navigation "Main":
${screens.map(({ title }) => `  - link /^${title}/`).join('\n')}
- navigation "Views":
  - heading "Views" [level=2]
  - list:
    - listitem:
      - link /^No restriction/
- region "Tokens and request budget"
- main:
  - heading "${screen}" [level=1]
${content}`
/** What it finds on each. */
const partsOf: Readonly<Record<ScreenName, string>> = {
  overview: `
  - region "Needs attention":
    - heading "Needs attention" [level=2]
    - list:
      - listitem:
        - link /no restriction/
  - region "Jobs by hour":
    - heading "Jobs by hour" [level=2]
    - 'button "Jobs by hour: show as table"'
    - img /How many cron jobs start/
  - region "Accounts by restriction":
    - img /FTP accounts by restriction/
  - region "Changes per day":
    - img /Changes made from here/
  - region "Servers":
    - list:
      - listitem:
        - article:
          - heading [level=3]`,
  servers: `
  - search:
    - combobox "Filter the servers"
  - grid "Servers on this desk"`,
  ftp: `
  - search:
    - combobox "Filter the accounts"
  - grid "FTP accounts"`,
  cron: `
  - search:
    - combobox "Filter the cron jobs"
  - grid "Cron jobs"`,
  'ip-sets': `
  - grid "IP sets"`,
  runs: `
  - grid /^Runs of bulk changes/`,
  activity: `
  - search:
    - textbox "Filter the activity"
  - grid "Every change that was made from here, newest first"`,
  settings: `
  - region "Appearance"`,
}

test('a screen reader finds the same landmarks on every screen and each part by name, and axe finds no fault', async ({
  page,
  app,
  startFleet,
}) => {
  test.setTimeout(240_000)
  await addFleet(app, startFleet)
  for (const { name, title, address } of screens) {
    await app.open(page, address)
    await waitForScreen(page, title)
    await expect
      .soft(page.locator('#app'), title)
      .toMatchAriaSnapshot(snapshotOf(title, partsOf[name].replace(/^\n/, '')))
    await expectAccessibleWords(page, title)
  }
})

test('at 200 % nothing is lost: no sideways scrolling, and every heading and button of the page header visible', async ({
  browser,
  app,
  startFleet,
}) => {
  await addFleet(app, startFleet)
  // A window of 1280 × 800 at 200 % has 640 × 400 CSS pixels.
  const page = await browser.newPage({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })
  for (const { title, address } of screens) {
    await app.open(page, address)
    await waitForScreen(page, title)
    const outside = await page.evaluate(() => {
      const wide = [document.documentElement, ...document.querySelectorAll('main, main .content.padded')].filter(
        (each) => each.scrollWidth > each.clientWidth + 1,
      )
      const cut = [...document.querySelectorAll('main h1, main header button')].filter((each) => {
        const { left, right, width } = each.getBoundingClientRect()
        return width > 0 && (left < -1 || right > innerWidth + 1)
      })
      return [...wide, ...cut].map(
        (each) => `${each.tagName} ${each.className} ${each.textContent?.trim().slice(0, 30) ?? ''}`,
      )
    })
    expect.soft(outside, title).toEqual([])
  }
  await page.close()
})

test('with reduced motion, nothing moves', async ({ page, app, startFleet }) => {
  await addFleet(app, startFleet)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const { title, address } of screens) {
    await app.open(page, address)
    await waitForScreen(page, title)
    const moving = await page.evaluate(
      () =>
        document.getAnimations().filter((each) => Number(each.effect?.getComputedTiming().duration ?? 0) > 1).length,
    )
    expect(moving, title).toBe(0)
  }
  expect(
    await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--motion').trim()),
  ).toMatch(/^0m?s$/)
})

test('with forced system colours, important states can still be told apart', async ({ page, app, startFleet }) => {
  await addFleet(app, startFleet)
  await page.emulateMedia({ forcedColors: 'active' })
  await app.open(page, '/overview')
  await waitForScreen(page, 'Overview')
  const outlineOf = (name: RegExp) =>
    page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name })
      .evaluate((link) => getComputedStyle(link).outlineStyle)
  expect(await outlineOf(/^Overview/)).toBe('solid')
  expect(await outlineOf(/^Settings/)).toBe('none')
  // Bars take the system's colour for text: the canvas is drawn again when the colours are forced.
  const [bars, text] = await page.evaluate(() => {
    const colour = (value: string) => {
      const probe = document.createElement('span')
      probe.style.color = value
      document.body.append(probe)
      const { color } = getComputedStyle(probe)
      probe.remove()
      return color
    }
    return [colour('var(--c-chart-main)'), colour('CanvasText')]
  })
  expect(bars).toBe(text)
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('option').first()).toBeVisible()
  expect(
    await page
      .getByRole('option')
      .first()
      .evaluate((option) => getComputedStyle(option).outlineStyle),
  ).toBe('solid')
})
