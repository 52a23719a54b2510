import { defineConfig } from '@playwright/test'
import { findTestBrowser } from './test/browser.ts'

const asRoot = process.platform === 'linux' && process.getuid?.() === 0

/**
 * Browser tests against the loopback shell. Every test has its own data folder and panels, so nothing is retried: a
 * test that passes only sometimes is a failed test.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // Long enough for a machine that also does other work. The benchmarks measure how fast the app is.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: process.env['WISDECK_E2E_REPORT'] ?? '.cache/playwright.json' }]],
  use: {
    // Every test has an app of its own and so an origin of its own, which is what keeps its storage apart.
    reuseContext: true,
    actionTimeout: 20_000,
    viewport: { width: 1360, height: 860 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // A trace of every step makes the tests a sixth slower, so it is recorded only on demand.
    trace: process.env['WISDECK_TRACE'] === '1' ? { mode: 'retain-on-failure', screenshots: false } : 'off',
    launchOptions: {
      executablePath: findTestBrowser() ?? undefined,
      args: [
        // Chromium's sandbox refuses to run as root, and in a container the tests run as root.
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
