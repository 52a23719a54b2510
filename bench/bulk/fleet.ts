import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { createDemoPanel } from '../../src/demo/panel.ts'
import { createRandom, derivedSeed } from '../../src/demo/random.ts'
import { emptyState } from '../../src/demo/state.ts'
import { scaledTime } from '../../test/fixtures/scaled-time.ts'
import type { BulkPanel, FleetOrder, PanelTally } from './messages.ts'

/** Runs the panels in a separate process: their work is not counted. Answers `tally` and `clear`; `stop` ends it. */
const order = JSON.parse(process.argv[2] ?? '{}') as FleetOrder
const now = () => Math.floor(scaledTime(order.scale))
const minuteMs = 60_000
const dayMs = 86_400_000

/** Makes restricted accounts, so that the change is one more address for each of them and not a first restriction. */
const stateOf = (accounts: number) => ({
  ...emptyState('lotus'),
  accounts: Array.from({ length: accounts }, (_, at) =>
    accountOf({ username: `lotus_user${at}`, allowedIps: ['203.0.113.0/26'] }, now() - dayMs),
  ),
})

const panels = await Promise.all(
  Array.from({ length: order.panels }, async (_, index) => {
    const random = createRandom(derivedSeed(order.seed, index))
    const phaseMs = now() - random.int(0, minuteMs - 1)
    const token = `wsp_${random.hex(40)}`
    const panel = await createDemoPanel({
      name: `web-${index + 1}.example`,
      token,
      state: stateOf(order.accounts),
      now,
      rateLimit: { phaseMs },
    })
    return { panel, phaseMs }
  }),
)

const tally = (entry: string): readonly PanelTally[] =>
  panels.map(({ panel }) => ({
    timesMs: panel.requests.map(({ atMs }) => atMs),
    throttled: panel.counters.throttled,
    right: panel.accounts.filter(({ allowedIps }) => allowedIps.join() === `203.0.113.0/26,${entry}`).length,
  }))

process.on('message', (message: { readonly tally: string } | 'clear' | 'stop') => {
  if (message === 'stop') return void Promise.all(panels.map(({ panel }) => panel.close())).then(() => process.exit(0))
  if (message === 'clear') panels.forEach(({ panel }) => panel.clearRequests())
  process.send?.(message === 'clear' ? 'cleared' : tally(message.tally))
})
const described: BulkPanel[] = panels.map(({ panel: { name, url, token, fingerprint256 }, phaseMs }) => ({
  name,
  url,
  token,
  fingerprint256,
  phaseMs,
}))
process.send?.(described)
