import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, protocol, shell } from 'electron'
import { readShellOptions, shellFlags, type ShellOptions } from '../shell/options.ts'
import { boot } from './boot.ts'
import { giveUp } from './give-up.ts'
import { createLinkInbox } from './links.ts'
import { pageScheme } from './protocol.ts'
import { isDebugged, secureEveryPage } from './security.ts'

/** Reads our flags. Chromium's own flags are among the arguments and are not checked. */
function readOptions(): ShellOptions {
  const { values } = parseArgs({ args: process.argv.slice(1), options: shellFlags, strict: false })
  return readShellOptions(values, process.platform, process.env)
}

/**
 * Does what must happen before `ready`, all of it synchronously: `ready` fires only once this module has been
 * evaluated. The single-instance lock is stored in userData, so each data folder has its own window.
 */
function start(options: ShellOptions): void {
  if (isDebugged(app)) throw new Error('This copy of Wisdeck does not run under a debugger')
  app.enableSandbox()
  // Windows shows notifications only under the id that the installer gave the shortcut (electron-builder.config.ts).
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
