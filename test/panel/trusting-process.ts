import { systemClock } from '../../src/core/clock.ts'
import { createPanelClient } from '../../src/core/panel/client.ts'
import { probeCertificate } from '../../src/core/panel/trust.ts'

/** Calls the panel of the first argument without a pin. The panel's certificate is a root of this process. */
const [url = '', token = ''] = process.argv.slice(2)
const { info, distrust } = await probeCertificate({ url })
// The same server under an address that its certificate does not contain.
const other = await probeCertificate({ url: url.replace('127.0.0.1', '[::ffff:127.0.0.1]') })
const silent = () => undefined
const client = createPanelClient({
  id: null,
  target: { url, pin: null, allowHttp: false },
  useToken: (use) => use(token),
  budget: () => ({
    request: ({ send }) => send(new AbortController().signal),
    view: () => ({
      limit: null,
      remaining: null,
      resetAtMs: null,
      waiting: 0,
      doneAtMs: null,
      inFlight: 0,
      reason: 'ready',
    }),
    etaMs: () => 0,
    clockAheadMs: () => null,
    clockOffset: () => null,
    openView: () => silent,
  }),
  clock: systemClock(),
  log: { debug: silent, info: silent, warn: silent, error: silent, guard: silent },
  idempotencyKey: () => '',
})
const { total: jobs } = await client.list('cron', { priority: 'interactive' })
client.close()
process.stdout.write(JSON.stringify({ systemTrusted: info.systemTrusted, distrust, jobs, otherName: other.distrust }))
