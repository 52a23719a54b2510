import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/**
 * Unit tests are next to the code. Suites that cover several parts are in test/. Playwright runs the browser tests.
 *
 * Test files share a worker and its loaded modules. Nothing happens at import time, so a module carries no state from
 * one file to the next. Loading the modules for each file would take four times the processor time.
 */
export default defineConfig({
  plugins: [vue()],
  test: {
    isolate: false,
    // Vitest would leave one core to itself, which is half of a machine with two.
    maxWorkers: availableParallelism(),
    // A machine with all its cores busy must not fail a test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'beside', include: ['src/**/*.test.ts'], pool: 'threads' } },
      // These tests start processes and send signals, which only the main thread can do.
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
