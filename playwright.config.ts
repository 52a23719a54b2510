import { defineConfig } from '@playwright/test'
import { findTestBrowser } from './test/browser.ts'

const asRoot = process.platform === 'linux' && process.getuid?.() === 0

/**
 * Browser tests against the loopback shell. Every test has a data folder and panels of its own, so nothing is retried:
 * a test that passes only sometimes is a failed test.
 */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // Time enough for a machine that does other work besides: how fast the app is, the benchmarks tell.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: process.env['WISDECK_E2E_REPORT'] ?? '.cache/playwright.json' }]],
  use: {
    actionTimeout: 20_000,
    viewport: { width: 1360, height: 860 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // A trace of every step makes the tests a sixth slower: asked for when a failure needs one.
    trace: process.env['WISDECK_TRACE'] === '1' ? { mode: 'retain-on-failure', screenshots: false } : 'off',
    launchOptions: {
      executablePath: findTestBrowser() ?? undefined,
      args: [
        // Chromium's own sandbox refuses root, which is who runs the tests in a container.
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
