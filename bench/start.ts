import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium, type Browser } from '@playwright/test'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'
import { fillDataFolder } from './start/fill.ts'

/**
 * Measures the time from spawning the process until cached rows are painted. Compares it with a blank Vue page served
 * by the same server in the same run. The app opens the view that was open last: all FTP accounts. The browser is
 * already running. Each start has its own process, browser context and empty cache, and the two take turns.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rows: { type: 'string', default: '10000,100000' },
    laps: { type: 'string', default: '5' },
  },
})

interface Start {
  readonly paintedMs: number
  readonly coreMb: number
}

const newWindowPauseMs = 1500
const folder = mkdtempSync(join(tmpdir(), 'wisdeck-start-'))

/** Builds a page with one word on it, in the way the app's page is built. */
async function buildBlank(): Promise<string> {
  const root = join(folder, 'blank')
  const outDir = join(folder, 'blank-out')
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  mkdirSync(root)
  writeFileSync(
    join(root, 'index.html'),
    '<!doctype html><html lang="en"><body><div id="app"></div><script type="module" src="./main.js"></script></body></html>',
  )
  writeFileSync(
    join(root, 'main.js'),
    "import { createApp, h } from 'vue'\ncreateApp({ render: () => h('main', { role: 'grid' }, 'blank') }).mount('#app')\n",
  )
  const alias = { vue: resolve('node_modules/vue') }
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [vue()],
    resolve: { alias },
    build: { outDir, emptyOutDir: true },
  })
  return outDir
}

/** Bundles the server of the blank page like the app's own, so that neither strips TypeScript at the start. */
async function buildBlankServer(): Promise<string> {
  const outDir = join(folder, 'blank-server')
  const rolldownOptions = { input: resolve('bench/start/blank.ts'), output: { entryFileNames: 'blank.js' } }
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: true, outDir, target: 'node24', rolldownOptions },
  })
  return join(outDir, 'blank.js')
}

/** Returns the peak resident set of a process in MB (Linux). */
function peakMb(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? Number.NaN) / 1024
}

async function readReady(file: string): Promise<{ url: string; key: string }> {
  for (;;) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as { url: string; key: string }
    } catch {
      await pause(2)
    }
  }
}

/** Runs in the page. Tells whether a table with more than `rows` rows (head included) is shown. With 0: any table. */
function isPainted(rows: number): boolean {
  const grid = document.querySelector('[role=grid]')
  if (rows === 0) return grid !== null
  return Number(grid?.getAttribute('aria-rowcount')) > rows && document.querySelectorAll('[role=row]').length > 10
}

/** Starts one process, opens its page and waits until its rows are shown and the next frame is drawn. */
async function start(browser: Browser, args: (readyFile: string) => string[], rows: number): Promise<Start> {
  const readyFile = join(folder, 'ready.json')
  rmSync(readyFile, { force: true })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  // A new window first loads pages of the browser itself.
  await pause(newWindowPauseMs)
  const startedAt = performance.now()
  const child = spawn(process.execPath, args(readyFile), { stdio: ['ignore', 'ignore', 'ignore'] })
  const { url, key } = await readReady(readyFile)
  await page.goto(`${url}/#key=${key}`, { waitUntil: 'commit' })
  await page.waitForFunction(isPainted, rows, { polling: 'raf', timeout: 60_000 })
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
  const paintedMs = performance.now() - startedAt
  const coreMb = peakMb(child.pid ?? 0)
  await context.close()
  const exited = new Promise((done) => child.once('exit', done))
  child.kill()
  await exited
  return { paintedMs, coreMb }
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
const round = (number: number) => Math.round(number * 100) / 100

async function measure(browser: Browser, blank: { readonly server: string; readonly pageDir: string }, rows: number) {
  const dataDir = join(folder, `data-${rows}`)
  fillDataFolder(dataDir, rows)
  const blanks: Start[] = []
  const ours: Start[] = []
  for (let lap = 0; lap < Number(values.laps); lap++) {
    blanks.push(await start(browser, (file) => [blank.server, blank.pageDir, file], 0))
    ours.push(
      await start(browser, (file) => [resolve('out/main/web.js'), '--data-dir', dataDir, '--ready-file', file], rows),
    )
  }
  const blankMs = median(blanks.map((lap) => lap.paintedMs))
  const oursMs = median(ours.map((lap) => lap.paintedMs))
  return {
    rows,
    startRatio: round(oursMs / blankMs),
    paintedMs: round(oursMs),
    blankMs: round(blankMs),
    coreMb: round(median(ours.map((lap) => lap.coreMb))),
  }
}

const browser = await chromium.launch({
  executablePath: process.env['WISDECK_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
})
const rows = []
try {
  const blank = { server: await buildBlankServer(), pageDir: await buildBlank() }
  for (const count of values.rows.split(',').map(Number)) rows.push(await measure(browser, blank, count))
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}
if (values.json) console.log(JSON.stringify({ rows }))
else console.table(rows)
