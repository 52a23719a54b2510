import { createDemoFleet, type DemoFleetOptions, type DemoPanelDescription } from './fleet.ts'
import type { FaultName, FaultValues } from './faults.ts'

/** A command to a fleet in a worker thread. */
type FleetCommand =
  | { readonly type: 'stop' }
  /** `panel` is the index in the description. A null value ends the fault. */
  | {
      readonly type: 'fault'
      readonly panel: number
      readonly name: FaultName
      readonly value: FaultValues[FaultName] | null
    }

/** A report from a fleet in a worker thread. */
export type FleetReport =
  | { readonly type: 'ready'; readonly panels: readonly DemoPanelDescription[] }
  | { readonly type: 'fault-set'; readonly panel: number; readonly name: FaultName }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly message: string }

/** The port as the thread uses it, a subset of MessagePort. */
interface FleetPort {
  postMessage(report: FleetReport): void
  on(event: 'message', listener: (command: FleetCommand) => void): unknown
  close(): void
}

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))

/** Starts a fleet and serves the port until a `stop` command. The start and every command get a report. */
export async function serveFleet(port: FleetPort, options: DemoFleetOptions): Promise<void> {
  const fleet = await createDemoFleet(options).catch((thrown: unknown) => {
    port.postMessage({ type: 'failed', message: messageOf(thrown) })
    port.close()
  })
  if (!fleet) return
  const runCommand = async (command: FleetCommand) => {
    if (command.type === 'stop') {
      await fleet.close()
      port.postMessage({ type: 'stopped' })
      port.close()
      return
    }
    const panel = fleet.panels[command.panel]
    if (!panel) throw new RangeError(`No panel ${command.panel}`)
    await panel.setFault(command.name, command.value)
    port.postMessage({ type: 'fault-set', panel: command.panel, name: command.name })
  }
  port.on('message', (command) => {
    runCommand(command).catch((thrown: unknown) => port.postMessage({ type: 'failed', message: messageOf(thrown) }))
  })
  port.postMessage({ type: 'ready', panels: fleet.describe() })
}
