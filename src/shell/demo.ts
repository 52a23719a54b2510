import type { App } from '../core/app.ts'
import type { DemoFleetOptions } from '../core/ports.ts'
import { callApp } from './call-app.ts'

/**
 * Adds the demo fleet to an app that was started to show it. If there are no servers yet, the first-run screen is
 * skipped and tokens are kept in memory, because a look at the demo should leave nothing in anyone's keychain.
 * @throws AppError of the call that failed, such as demo.failed
 */
export async function startDemo(app: Pick<App, 'dispatch'>, fleet: DemoFleetOptions) {
  const before = await callApp(app, 'servers.list', {})
  if (before.length === 0) {
    await callApp(app, 'vault.choose', { kind: 'session' })
    await callApp(app, 'settings.set', { welcomed: true })
  }
  return callApp(app, 'demo.start', fleet)
}
