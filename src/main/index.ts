import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, protocol, shell } from 'electron'
import { readShellOptions, shellFlags, type ShellOptions } from '../shell/options.ts'
import { boot } from './boot.ts'
import { giveUp } from './give-up.ts'
import { createLinkInbox } from './links.ts'
import { pageScheme } from './protocol.ts'
import { isDebugged, secureEveryPage } from './security.ts'

/** Our flags among Chromium's own, which are not ours to judge. */
function readOptions(): ShellOptions {
  const { values } = parseArgs({ args: process.argv.slice(1), options: shellFlags, strict: false })
  return readShellOptions(values, process.platform, process.env)
}

/**
 * What must happen before `ready`, all of it synchronous: `ready` fires only once this module has been evaluated.
 * The lock of a single instance is kept in userData, so each data folder has one window of its own.
 */
function start(options: ShellOptions): void {
  if (isDebugged(app)) throw new Error('This copy of Wisdeck does not run under a debugger')
  app.enableSandbox()
  // Windows shows notifications only under the name the installer has given the shortcut (electron-builder.yml).
  app.setAppUserModelId('app.wisdeck.desktop')
  app.setPath('userData', join(options.dataDir, 'electron'))
  protocol.registerSchemesAsPrivileged([pageScheme])
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  secureEveryPage(app, shell)
  const links = createLinkInbox(app, process.argv)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
  app
    .whenReady()
    .then(() => boot(options, import.meta.filename, links))
    .catch((thrown: unknown) => giveUp(thrown))
}

try {
  start(readOptions())
} catch (thrown) {
  giveUp(thrown)
}
