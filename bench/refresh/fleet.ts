import { createDemoFleet } from '../../src/demo/fleet.ts'
import type { BenchPanel } from './messages.ts'

/**
 * A process of its own, so that the panels' work is on nobody's bill. Answers `count` with requests so far per panel.
 */
/** Far above the documented one: what comes before the measured refresh is not to be waited for. */
const limit = 6000
const [panels = '10', latencyMs = '20'] = process.argv.slice(2)
const fleet = await createDemoFleet({
  panels: Number(panels),
  accounts: 50,
  jobs: 20,
  exact: true,
  limit,
  traits: { listCarriesAllowedIps: true },
})
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
process.send?.({ ready: described })
