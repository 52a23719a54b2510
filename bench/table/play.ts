import type { Page } from '@playwright/test'
import { accountsOf, columnIds, flatRow, flatRows } from './pages/rows.ts'

/** One lap of one grid. Times are in ms, the heap is in MB of 2^20 bytes. */
export interface Lap {
  readonly mountMs: number
  readonly filterFirstMs: number
  readonly filterNextMs: number
  readonly sortMs: number
  readonly selectAllMs: number
  readonly sliceUpdateMs: number
  readonly scrollP95Ms: number
  readonly heapMb: number
}

/** The text of the filter after each character that is typed. */
export const filterTexts = ['u', 'up'] as const
const wheelMs = 5000
const wheelEveryMs = 16

/** Returns how many of the rows contain each text, to check that a grid has done what was timed. */
export function expectedMatches(rows: number): Readonly<Record<string, number>> {
  const flat = flatRows(rows)
  return Object.fromEntries(
    filterTexts.map((text) => [
      text,
      flat.filter((row) => columnIds.some((id) => String(row[id]).toLowerCase().includes(text))).length,
    ]),
  )
}

/** Plays one lap in a page that has just been opened. Throws if the grid does not show the expected rows. */
export async function play(page: Page, rows: number, matches: Readonly<Record<string, number>>): Promise<Lap> {
  const waitUntilIdle = () => page.evaluate(() => window.bench.waitUntilIdle())
  const check = async (what: string, wanted: { readonly shown?: number; readonly selected?: number }) => {
    const counts = await page.evaluate(() => window.contestant.counts())
    for (const [name, count] of Object.entries(wanted)) {
      const actual = counts[name as 'shown' | 'selected']
      if (actual !== count) throw new Error(`${what}: ${actual} ${name}, not ${count}`)
    }
  }

  const mountMs = await page.evaluate((count) => window.bench.mount(window.contestant, count), rows)
  await waitUntilIdle()
  await check('mount', { shown: rows })

  const filterTimes: number[] = []
  for (const text of filterTexts) {
    filterTimes.push(await page.evaluate((asked) => window.bench.timed(() => window.contestant.filter(asked)), text))
    await check(`filter ${text}`, { ...(matches[text] === undefined ? {} : { shown: matches[text] }) })
    await page.evaluate(() => new Promise((done) => setTimeout(done, 120)))
  }
  await page.evaluate(() => window.contestant.filter(''))
  await waitUntilIdle()

  const sortMs = await page.evaluate(() => window.bench.timed(() => window.contestant.sort()))
  await waitUntilIdle()
  await check('sort', { shown: rows })
  await expectText(page, firstDomain(rows))

  const selectAllMs = await page.evaluate(() => window.bench.timed(() => window.contestant.select(true)))
  await check('select all', { selected: rows })
  await waitUntilIdle()
  await page.evaluate(() => window.contestant.select(false))
  await waitUntilIdle()

  const sliceUpdateMs = await measureUpdate(page, rows)
  await waitUntilIdle()
  const scrollP95Ms = await measureScroll(page)
  return {
    mountMs,
    filterFirstMs: filterTimes[0] ?? NaN,
    filterNextMs: filterTimes[1] ?? NaN,
    sortMs,
    selectAllMs,
    sliceUpdateMs,
    scrollP95Ms,
    heapMb: await measureHeap(page),
  }
}

/** Returns the rows in the order of `sort`: ascending by the text of their domains. */
function byDomain(rows: number) {
  return flatRows(rows).sort((a, b) => (a.domain < b.domain ? -1 : a.domain > b.domain ? 1 : 0))
}

/** Returns the first domain, `shop0.example`. It is first by text and by number, so any collation agrees. */
function firstDomain(rows: number): string {
  return byDomain(rows)[0]?.domain ?? ''
}

async function expectText(page: Page, text: string): Promise<void> {
  await page.getByText(text, { exact: true }).first().waitFor({ timeout: 2000 })
}

/** Updates the server of the first visible row. Returns the median of three updates: one takes a few ms. */
async function measureUpdate(page: Page, rows: number): Promise<number> {
  const first = byDomain(rows)[0]
  const server = Number(/web-(\d+)/.exec(first?.server ?? '')?.[1])
  const times: number[] = []
  for (const version of [1, 2, 3]) {
    times.push(
      await page.evaluate(([at, to]) => window.bench.timed(() => window.contestant.update(at, to)), [
        server,
        version,
      ] as const),
    )
    const updatedRow = accountsOf(server, version)
      .map((account) => flatRow(server, account))
      .find(({ key }) => key === first?.key)
    const text = await page.evaluate(
      (name) =>
        [...document.querySelectorAll('[role=row], tr')].find((row) => row.textContent?.includes(name))?.textContent ??
        '',
      first?.domain ?? '',
    )
    const quota = String(updatedRow?.quota)
    if (!text.replaceAll(',', '').includes(quota === '0' ? '' : quota))
      throw new Error(`update: the row says ${text}, not ${quota}`)
    await page.evaluate(() => new Promise((done) => setTimeout(done, 120)))
  }
  return times.toSorted((a, b) => a - b)[1] ?? NaN
}

/** Returns the 95th percentile of the times of frames in which rows moved, over five seconds of wheel scrolling. */
async function measureScroll(page: Page): Promise<number> {
  await page.mouse.move(600, 400)
  const frameWatch = await page.evaluateHandle(() => window.bench.watchFrames(window.contestant))
  const endAt = performance.now() + wheelMs
  while (performance.now() < endAt) {
    const nextAt = performance.now() + wheelEveryMs
    await page.mouse.wheel(0, 240)
    const waitMs = nextAt - performance.now()
    if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs))
  }
  const times = [...(await frameWatch.evaluate((frames) => frames.stop()))].sort((a, b) => a - b)
  if (times.length < 20) throw new Error(`scroll: the rows moved in ${times.length} frames only`)
  return times[Math.ceil(times.length * 0.95) - 1] ?? NaN
}

/** Returns the memory that the page's scripts use after garbage collection. */
async function measureHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 2 ** 20
}
