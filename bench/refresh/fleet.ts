import { createDemoFleet } from '../../src/demo/fleet.ts'
import type { BenchPanel } from './messages.ts'

/*
 * Runs the panels in a separate process, so that their work is not counted. Its first message holds the panels and how
 * long they took to start. Answers `count` with the number of requests so far for each panel.
 */

/** Far above the documented limit, so that the requests before the measured refresh do not have to wait. */
const limit = 6000
const [panels = '10', latencyMs = '20'] = process.argv.slice(2)
const startedAtMs = performance.now()
const fleet = await createDemoFleet({
  panels: Number(panels),
  accounts: 50,
  jobs: 20,
  exact: true,
  limit,
  traits: { listCarriesAllowedIps: true },
})
const startMs = performance.now() - startedAtMs
await Promise.all(fleet.panels.map((panel) => panel.setFault('latency', Number(latencyMs))))

process.on('message', (message) => {
  if (message === 'count') process.send?.({ requests: fleet.panels.map((panel) => panel.counters.requests) })
  if (message === 'stop') void fleet.close().then(() => process.exit(0))
})
const described: BenchPanel[] = fleet.panels.map(({ name, url, token, fingerprint256, certificatePem }) => ({
  name,
  url,
  token,
  fingerprint256,
  certificatePem,
}))
process.send?.({ ready: described, startMs })
