import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser, hasDisplay } from './browsers.ts'

type OpenedWindow = { readonly browser: ChildProcess } | { readonly reason: string }

/** Returns the browser to open a window with, or why no window can be opened here. */
function chooseBrowser(): { readonly path: string } | { readonly reason: string } {
  if (!hasDisplay(process.platform, process.env)) return { reason: 'there is no display here' }
  // Chromium refuses to run as root unless its sandbox is off, and Wisdeck does not switch the sandbox off.
  if (process.platform === 'linux' && process.getuid?.() === 0) return { reason: 'a browser does not open for root' }
  const path = findBrowser(process.platform, process.env, existsSync)
  return path === null ? { reason: 'no Chrome, Chromium or Edge was found' } : { path }
}

/**
 * Opens `url` as a window without tabs, in a separate browser profile under `dataDir`. The browser ends when its window
 * is closed. Returns the reason if no window can be opened.
 */
export async function openWindow(url: string, dataDir: string): Promise<OpenedWindow> {
  const choice = chooseBrowser()
  if ('reason' in choice) return choice
  const flags = [
    `--app=${url}`,
    `--user-data-dir=${join(dataDir, 'browser')}`,
    '--no-first-run',
    '--no-default-browser-check',
  ]
  const browser = spawn(choice.path, [...flags, '--disable-background-networking', '--disable-sync'], {
    stdio: 'ignore',
  })
  return new Promise((resolve) => {
    browser.once('spawn', () => resolve({ browser }))
    browser.once('error', () => resolve({ reason: 'the browser could not be started' }))
  })
}
