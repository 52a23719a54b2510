import { DatabaseSync } from 'node:sqlite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toErrorValue } from '../../src/shared/errors.ts'
import { openApp } from '../kit/app.ts'
import { createQuickClock } from '../kit/clock.ts'
import {
  changeRows,
  createHostedCore,
  type HostedCore,
  readSheets,
  resumeRuns,
  sendAgain,
  settle,
  startRuns,
  tell,
} from './hosted-core.ts'
import type { Command, Order, Reached, Report, Sabotage } from './messages.ts'

/** Core in its own process, which the parent kills: the whole app, on a data folder. */

/** Resolves when the parent can read the message even if this process is killed then. */
const send = (report: Report) =>
  new Promise<void>((resolve) => {
    process.send?.(report, () => resolve())
  })

const sabotages: Readonly<Record<Sabotage, (db: DatabaseSync) => void>> = {
  boast: (db) => db.exec(`UPDATE run_items SET state = 'confirmed' WHERE state = 'planned'`),
}

function sabotage(dataDir: string, how: Sabotage): void {
  const db = new DatabaseSync(join(dataDir, 'wisdeck.db'))
  sabotages[how](db)
  db.close()
}

/** Lets core settle, and returns what it tells then. */
async function reach(core: HostedCore, step: Reached['step'], now: () => number): Promise<Reached> {
  const readAtMs = await settle(core, now)
  return { kind: 'reached', step, readAtMs, told: await tell(core) }
}

async function serve(order: Order): Promise<void> {
  const { dataDir } = order
  const isFirst = !existsSync(join(dataDir, 'wisdeck.db'))
  if (order.sabotage && !isFirst) sabotage(dataDir, order.sabotage)
  const clock = createQuickClock(order.clock.factor, order.clock.start)
  const app = await openApp({ dataDir, ports: { clock } })
  const core = await createHostedCore(app, order, send)
  await (isFirst ? startRuns(core) : resumeRuns(core))
  await changeRows(core)
  const steps: Readonly<Record<Command['do'], (command: Command) => Promise<void>>> = {
    pass: async (command) => clock.skip(command.do === 'pass' ? command.ms : 0),
    'send-again': () => sendAgain(core),
    finish: () => readSheets(core),
  }
  const take = async (command: Command) => {
    await steps[command.do](command)
    await send(await reach(core, command.do, clock.now))
  }
  await send(await reach(core, 'idle', clock.now))
  process.on('message', (command: Command) => void take(command).catch(fail))
}

const fail = (thrown: unknown) => {
  console.error('core failed', thrown, toErrorValue(thrown))
  process.exit(1)
}
process.once('message', (order: Order) => void serve(order).catch(fail))
process.once('disconnect', () => process.exit(2))
// Timers of core keep no process alive.
setInterval(() => undefined, 60_000)
