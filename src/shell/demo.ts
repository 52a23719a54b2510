import type { App } from '../core/app.ts'
import type { DemoFleetOptions } from '../core/ports.ts'
import { callApp } from './call-app.ts'

/**
 * Puts the demo fleet on the desk of an app that was started to show it. On an empty desk, tokens are kept in memory:
 * a tour should leave nothing in anyone's keychain.
 * @throws AppError demo.failed
 */
export async function startDemo(app: Pick<App, 'dispatch'>, fleet: DemoFleetOptions) {
  const before = await callApp(app, 'servers.list', {})
  if (before.length === 0) {
    await callApp(app, 'vault.choose', { kind: 'session' })
    await callApp(app, 'settings.set', { welcomed: true })
  }
  return callApp(app, 'demo.start', fleet)
}
