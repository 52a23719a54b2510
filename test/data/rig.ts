import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../src/core/app.ts'
import { systemClock } from '../../src/core/clock.ts'
import type { Clock, Keychain } from '../../src/core/ports.ts'
import type { Input, MethodName, Output } from '../../src/shared/contract.ts'
import type { Envelope } from '../../src/shared/errors.ts'

/** Whole apps on data folders of their own. */

const refuse = () => Promise.reject(new Error("Couldn't access platform storage"))
const noKeychain: Keychain = { getPassword: refuse, setPassword: refuse, deletePassword: refuse }

export interface Desk {
  readonly app: App
  readonly dir: string
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>
  /** The code of the error that this call must end with. */
  codeOf<M extends MethodName>(method: M, input: Input<M>): Promise<string>
  readonly events: string[]
  close(): Promise<void>
}

export const newDir = () => mkdtemp(join(tmpdir(), 'wisdeck-data-'))
export const drop = (dir: string) => rm(dir, { recursive: true, force: true })

/** An app on this folder. `aheadMs` moves its wall clock; a whole clock takes its place. */
export async function openDesk(dir: string, aheadMs: number | Clock = 0): Promise<Desk> {
  const real = systemClock()
  const clock = typeof aheadMs === 'number' ? { ...real, now: () => real.now() + aheadMs } : aheadMs
  const demoFleet = { start: () => Promise.reject(new Error('none')), stop: async () => {} }
  const app = await createApp({
    dataDir: dir,
    scryptCost: 1024,
    ports: { clock, keychain: noKeychain, log: { write: () => {} }, demoFleet, actor: 'ana', version: '1.2.3' },
  })
  const events: string[] = []
  app.onEvent((json) => events.push(json))
  const ask = async (method: string, input: unknown) =>
    JSON.parse(await app.dispatch(method, JSON.stringify(input))) as Envelope<never>
  return {
    app,
    dir,
    events,
    async call(method, input) {
      const answer = await ask(method, input)
      if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`)
      return answer.value
    },
    async codeOf(method, input) {
      const answer = await ask(method, input)
      return answer.ok ? 'ok' : answer.error.code
    },
    close: () => app.close(),
  }
}

/** All that a user would miss. Activity is left out: a failed try is written down. */
export async function everything(desk: Desk) {
  const [servers, settings, views, ipSets, plans, notes, runs, vault] = await Promise.all([
    desk.call('servers.list', {}),
    desk.call('settings.get', {}),
    desk.call('views.list', {}),
    desk.call('ipSets.list', {}),
    desk.call('bulk.savedPlans', {}),
    desk.call('cron.notes', {}),
    desk.call('bulk.runs', {}),
    desk.call('vault.status', {}),
  ])
  return { servers, settings, views, ipSets, plans, notes, runs, tokens: vault.tokens }
}
