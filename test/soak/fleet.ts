import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { createDemoFleet } from '../../src/demo/fleet.ts'
import { scaledTime } from '../fixtures/scaled-time.ts'
import type { FleetAnswer, FleetDemand, FleetFigures, FleetOrder, NumberedDemand } from './messages.ts'

/** The panels, in their own process. They run on core's fast clock, so their rate windows are as long as core's. */
const order = JSON.parse(process.argv[2] ?? '{}') as FleetOrder
const say = (answer: FleetAnswer) => void process.send?.(answer)

const sockets = new Set<Socket>()
subscribe('net.server.socket', (message) => {
  const { socket } = message as { readonly socket: Socket }
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
})

const fleet = await createDemoFleet({
  panels: order.panels,
  seed: order.seed,
  accounts: 20,
  jobs: 8,
  exact: true,
  now: () => Math.floor(scaledTime(order.scale)),
})

function figures(): FleetFigures {
  const sum = (pick: (counters: (typeof fleet.panels)[number]['counters']) => number) =>
    fleet.panels.reduce((total, panel) => total + pick(panel.counters), 0)
  return {
    requests: sum((counters) => counters.requests),
    throttled: sum((counters) => counters.throttled),
    sockets: sockets.size,
  }
}

async function meetDemand(demand: FleetDemand): Promise<FleetFigures | null> {
  if (demand.type === 'figures') return figures()
  if (demand.type === 'clear') await Promise.all(fleet.panels.map((panel) => panel.clearFaults()))
  if (demand.type === 'stop') await fleet.close()
  if (demand.type === 'fault') {
    const panel = fleet.panels[demand.panel]
    if (panel === undefined) throw new RangeError(`No panel ${demand.panel}`)
    await panel.setFault(demand.name, demand.value)
  }
  return null
}

// Handles one demand after the other: a panel must not be told to open its port while it is still closing it.
let lastDemand: Promise<void> = Promise.resolve()
process.on('message', (demand: NumberedDemand) => {
  lastDemand = lastDemand
    .then(() => meetDemand(demand))
    .then(
      (answer) => say({ id: demand.id, figures: answer, failed: null }),
      (thrown: unknown) => say({ id: demand.id, figures: null, failed: String(thrown) }),
    )
    .then(() => {
      if (demand.type === 'stop') process.disconnect()
    })
})
say({ ready: fleet.panels.map(({ name, url, token, fingerprint256 }) => ({ name, url, token, fingerprint256 })) })
