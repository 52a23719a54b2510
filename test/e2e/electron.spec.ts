import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test'

/** Runs the built bundle in Electron itself, on machines that have its binary and a display. */
const root = join(import.meta.dirname, '../..')
const home = join(root, 'node_modules/electron')

function findBinary(): string | null {
  const pathFile = join(home, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(home, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}

const binary = findBinary()
const display = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
const asRoot = process.platform === 'linux' && process.getuid?.() === 0

test.skip(binary === null, 'The Electron binary has not been fetched')
test.skip(!display, 'Electron needs a display')
test.skip(asRoot, 'Electron keeps its sandbox on and so does not run as root')

interface Started {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly dataDir: string
}

/** Starts the built app on a new data folder, and stops the app and removes the folder afterwards. */
async function withElectron(use: (started: Started) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wisdeck-e2e-'))
  const electron = await _electron.launch({ executablePath: binary ?? '', args: [root, `--data-dir=${dataDir}`] })
  try {
    const page = await electron.firstWindow()
    await expect(page).toHaveTitle(/Wisdeck/)
    await use({ electron, page, dataDir })
  } finally {
    await electron.close()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

test('the page runs in a sandbox, under its content policy, and reaches core through the preload', () =>
  withElectron(async ({ page, dataDir }) => {
    expect(new URL(page.url()).origin).toBe('app://wisdeck')
    expect(
      await page.evaluate(() =>
        Object.keys(globalThis).filter((name) => ['require', 'process', 'module'].includes(name)),
      ),
    ).toEqual([])
    const info: unknown = await page.evaluate(async () => {
      const { wisdeck } = globalThis as unknown as { wisdeck: { call(name: string, json: string): Promise<string> } }
      return JSON.parse(await wisdeck.call('app.info', '{}'))
    })
    expect(info).toMatchObject({ ok: true, value: { dataDir, desktop: true } })
    const reached = await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'reached',
        () => 'blocked',
      ),
    )
    expect(reached).toBe('blocked')
  }))

test('the page opens no window and navigates nowhere else', () =>
  withElectron(async ({ electron, page }) => {
    expect(await page.evaluate(() => window.open('app://wisdeck/') === null)).toBe(true)
    await page.evaluate(() => (location.href = 'https://example.com/'))
    expect(new URL(page.url()).origin).toBe('app://wisdeck')
    expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  }))

test('a link leads the page to a location', () =>
  withElectron(async ({ electron, page }) => {
    await electron.evaluate(
      ({ app }) => void app.emit('second-instance', {}, ['wisdeck', 'wisdeck://settings/tokens'], '/'),
    )
    await expect(page).toHaveURL(/#\/settings\?section=tokens$/)
  }))
