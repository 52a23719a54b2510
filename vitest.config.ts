import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/**
 * Unit tests stand beside the code; suites that join several parts live in test/. Browser tests belong to Playwright.
 *
 * Files share their worker and the modules it has loaded: nothing happens at import time, so that a module brings no
 * state from one file to the next. Loading them for each file would take four times the processor time.
 */
export default defineConfig({
  plugins: [vue()],
  test: {
    isolate: false,
    // A machine with all its cores busy must not fail a test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'beside', include: ['src/**/*.test.ts'], pool: 'threads' } },
      // These start processes and send signals, which is the main thread's to do.
      {
        extends: true,
        test: {
          name: 'joined',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/bench/**'],
          pool: 'forks',
        },
      },
    ],
  },
})
