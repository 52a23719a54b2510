import { tmpdir } from 'node:os'
import { createPinia, setActivePinia } from 'pinia'
import { expect, onTestFinished, test } from 'vitest'
import { connect, onEvent } from '../../src/renderer/api/client.ts'
import { createSseParser } from '../../src/renderer/api/sse.ts'
import type { BridgeEvent, Transport } from '../../src/renderer/api/transport.ts'
import { useInventoryStore } from '../../src/renderer/stores/inventory.ts'
import { useServersStore } from '../../src/renderer/stores/servers.ts'
import { subscribeStores } from '../../src/renderer/stores/subscriptions.ts'
import type { EventName } from '../../src/shared/contract.ts'
import type { Envelope } from '../../src/shared/errors.ts'
import { createLoopbackServer } from '../../src/web/server.ts'
import { openSessionApp, type TestApp } from '../kit/app.ts'
import { startPanel } from '../kit/panels.ts'

/*
 * The stores of the page, on the loopback server of a real app with a real panel. The network lets some answers arrive
 * late: core has made them, and what came to pass after that has arrived by events already.
 */

/** The answers to one method. They are held back from the page until they are delivered. */
interface HeldAnswers {
  readonly method: string
  /** Core has made an answer. */
  readonly made: PromiseWithResolvers<void>
  readonly delivered: PromiseWithResolvers<void>
}

/** Connects the page to the server by a network that can hold answers back. */
function createNetwork({ url, key }: { readonly url: string; readonly key: string }) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }
  let held: HeldAnswers | null = null
  const transport: Transport = {
    open(report) {
      void fetch(`${url}/events`, { headers }).then(async ({ body }) => {
        report.state('ready')
        const parser = createSseParser()
        for await (const piece of body!.pipeThrough(new TextDecoderStream()))
          for (const data of parser.push(piece)) report.event(JSON.parse(data) as BridgeEvent)
      })
    },
    async call(method, input) {
      const answer = await fetch(`${url}/call`, { method: 'POST', headers, body: JSON.stringify({ method, input }) })
      const envelope = (await answer.json()) as Envelope<unknown>
      if (held?.method === method) {
        held.made.resolve()
        await held.delivered.promise
      }
      return envelope
    },
    retry: () => undefined,
  }
  return {
    transport,
    hold: (method: string): HeldAnswers =>
      (held = { method, made: Promise.withResolvers(), delivered: Promise.withResolvers() }),
  }
}

/** Resolves with the next event of this name, once the stores have it. */
const next = (name: EventName) =>
  new Promise<void>((resolve) => {
    const stop = onEvent(name, () => {
      stop()
      resolve()
    })
  })

async function openPage(app: TestApp) {
  const server = await createLoopbackServer({ app: app.core, rendererDir: tmpdir(), port: 0 })
  onTestFinished(() => server.close())
  const network = createNetwork(server)
  setActivePinia(createPinia())
  const stores = subscribeStores()
  onTestFinished(stores.stop)
  connect(network.transport)
  await stores.load()
  return network
}

test('a list that arrives late replaces nothing that has changed since it was made', async () => {
  const panel = await startPanel()
  const app = await openSessionApp()
  onTestFinished(() => app.close())
  const network = await openPage(app)
  const [servers, inventory] = [useServersStore(), useInventoryStore()]

  const list = network.hold('servers.list')
  const listed = servers.load()
  await list.made.promise
  const added = next('servers.changed')
  const { id } = await app.add(panel)
  await added
  list.delivered.resolve()
  await listed
  expect(servers.servers.map((server) => server.id)).toEqual([id])

  const rows = network.hold('rows.list')
  const rowsListed = inventory.load()
  await rows.made.promise
  const read = next('inventory.sliceChanged')
  await app.call('inventory.refresh', { kinds: ['ftp'] })
  await read
  const { readAtMs } = (await app.call('rows.list', { kind: 'ftp' }))[0]!
  rows.delivered.resolve()
  await rowsListed
  expect(readAtMs).not.toBeNull()
  expect(inventory.sliceOf('ftp', id)?.readAtMs).toBe(readAtMs)
})
