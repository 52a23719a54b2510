import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { findBrowser } from '../src/web/browsers.ts'

/** The browser of the e2e tests: one of this machine, else the one Playwright has downloaded; null for none. */
export function findTestBrowser(): string | null {
  const found = findBrowser(process.platform, process.env, existsSync)
  if (found !== null) return found
  const downloaded = chromium.executablePath()
  return existsSync(downloaded) ? downloaded : null
}

// Run as a program it prints the path, for the bootstrap, or ends with 1.
if (import.meta.main) {
  const found = findTestBrowser()
  if (found === null) process.exitCode = 1
  else console.log(found)
}
