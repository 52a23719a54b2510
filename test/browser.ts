import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { findBrowser } from '../src/web/browsers.ts'

/** Chromium's engine without the parts that draw a window, as Debian packages it: it needs a third less CPU. */
const headlessShell = 'chromium-headless-shell'

/**
 * Returns the path of the browser of the e2e tests: the one that WISDECK_CHROMIUM names, else a headless shell, else a
 * browser of this machine, else the one that Playwright has downloaded; null for none.
 */
export function findTestBrowser(): string | null {
  const named = process.env['WISDECK_CHROMIUM']
  if (named) return named
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, headlessShell))
  const found = onPath.find((path) => existsSync(path)) ?? findBrowser(process.platform, process.env, existsSync)
  if (found !== null) return found
  const downloaded = chromium.executablePath()
  return existsSync(downloaded) ? downloaded : null
}

// Run as a program, the file prints the path for the bootstrap, or ends with exit code 1.
if (import.meta.main) {
  const found = findTestBrowser()
  if (found === null) process.exitCode = 1
  else console.log(found)
}
