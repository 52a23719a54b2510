import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { FleetAnswer, FleetDemand, FleetFigures, FleetOrder, SoakPanel } from './messages.ts'

/** The parent's handle on the panels' process. */
export interface FleetHost {
  readonly panels: readonly SoakPanel[]
  /** Resolves when the demand has been met. Rejects if the panel could not meet it, or if its process has ended. */
  ask(demand: Exclude<FleetDemand, { readonly type: 'figures' | 'stop' }>): Promise<void>
  figures(): Promise<FleetFigures>
  /** Closes all panels and resolves when their process has ended. After ten seconds the process is killed. */
  stop(): Promise<void>
}

/** Starts the panels. Rejects if they cannot start. */
export async function startFleet(order: FleetOrder): Promise<FleetHost> {
  const child = fork(join(import.meta.dirname, 'fleet.ts'), [JSON.stringify(order)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const pendingDemands = new Map<number, { resolve(figures: FleetFigures | null): void; reject(reason: Error): void }>()
  let demands = 0
  const ready = new Promise<readonly SoakPanel[]>((resolve, reject) => {
    child.on('message', (answer: FleetAnswer) => {
      if ('ready' in answer) return resolve(answer.ready)
      const pending = pendingDemands.get(answer.id)
      pendingDemands.delete(answer.id)
      if (answer.failed === null) pending?.resolve(answer.figures)
      else pending?.reject(new Error(answer.failed))
    })
    child.once('exit', (code) => {
      const reason = new Error(`The fleet's process ended with ${code}`)
      reject(reason)
      for (const pending of pendingDemands.values()) pending.reject(reason)
    })
  })
  const demand = (request: FleetDemand) =>
    new Promise<FleetFigures | null>((resolve, reject) => {
      const id = ++demands
      pendingDemands.set(id, { resolve, reject })
      child.send({ ...request, id }, (failure) => {
        if (failure) reject(failure)
      })
    })
  return {
    panels: await ready,
    ask: async (request) => void (await demand(request)),
    async figures() {
      const figures = await demand({ type: 'figures' })
      if (figures === null) throw new Error('The fleet told no figures')
      return figures
    },
    async stop() {
      const force = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await demand({ type: 'stop' }).catch(() => undefined)
      await exited
      clearTimeout(force)
    },
  }
}
