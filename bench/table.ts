import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve } from 'node:path'
import { chromium, type Browser } from '@playwright/test'
import { buildPage, type GridName } from './table/build.ts'
import { readOptions } from './table/options.ts'
import { expectedMatches, type Lap, play } from './table/play.ts'
import { formatTable, rowOf } from './table/results.ts'

/**
 * Compares the table of the FTP screen with the grids that could replace it: one Chromium, one run, each lap in a new
 * page, by turns. See `table/README.md` for what is measured and how each grid is set up.
 */
const options = readOptions(process.argv.slice(2))
const pagesDir = resolve('.cache/bench/pages')
const peersDir = process.env['WISDECK_NUXT_UI'] ?? resolve('.cache/bench/nuxt-ui')
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  const file = join(pagesDir, path.endsWith('/') ? `${path}index.html` : path)
  readFile(file).then(
    (body) => response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(body),
    () => response.writeHead(404).end(),
  )
})

async function playLap(
  browser: Browser,
  name: GridName,
  rows: number,
  url: string,
  matches: Readonly<Record<string, number>>,
): Promise<Lap> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`${url}/${name}/`)
  await page.waitForFunction(() => window.contestant !== undefined)
  try {
    return await play(page, rows, matches)
  } catch (thrown) {
    throw new Error(
      `${name} with ${rows} rows: ${thrown instanceof Error ? thrown.message : String(thrown)} ${faults.join('; ')}`,
      { cause: thrown },
    )
  } finally {
    await context.close()
  }
}

for (const name of options.grids) await buildPage(name, pagesDir, peersDir)
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const browser = await chromium.launch({
  executablePath: process.env['WISDECK_CHROMIUM'] ?? '/usr/bin/chromium',
  // Frames come as fast as the page can make them, so that the work is measured and not the wait for a display.
  args: [
    '--disable-background-networking',
    '--disable-frame-rate-limit',
    '--disable-gpu-vsync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
})
const rows = []
try {
  for (const count of options.rows) {
    const matches = expectedMatches(count)
    const laps = new Map<GridName, Lap[]>(options.grids.map((name) => [name, []]))
    for (let lap = 0; lap < options.laps; lap += 1) {
      for (const [name, gridLaps] of laps) {
        const played = await playLap(browser, name, count, url, matches)
        gridLaps.push(played)
        const figures = Object.entries(played).map(([figure, ms]) => `${figure} ${ms.toFixed(1)}`)
        console.error(`${name}, ${count} rows, lap ${lap + 1}: ${figures.join(', ')}`)
      }
    }
    for (const [name, gridLaps] of laps) rows.push(rowOf(name, count, gridLaps))
  }
} finally {
  await browser.close()
  server.close()
}
console.log(options.json ? JSON.stringify({ rows: rows.map(({ row }) => row) }) : formatTable(rows))
