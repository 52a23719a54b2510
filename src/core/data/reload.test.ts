import { onTestFinished, expect, test } from 'vitest'
import { server } from '../storage/fixtures.ts'
import { idA, idB, idC, openApp } from './fixtures.ts'
import { createReload } from './reload.ts'

test('connections whose address or token has changed are closed and their servers read again; all others stay', () => {
  const storage = openApp(onTestFinished)
  const reported: string[] = []
  const note = (what: string) => (id: string) => void reported.push(`${what} ${id}`)
  const reload = createReload({
    storage,
    connections: { reset: note('reset') } as unknown as Parameters<typeof createReload>[0]['connections'],
    inventory: {
      serverChanged: note('read'),
      serverMoved: note('moved'),
      serverRemoved: note('gone'),
    } as unknown as Parameters<typeof createReload>[0]['inventory'],
    emit: () => undefined,
    settingsChanged: () => undefined,
  })
  for (const id of [idA, idB, idC]) storage.servers.put(server(id))
  const before = [...storage.servers.list(), server('gone')]
  storage.servers.put(server(idB, 0, { url: 'https://moved.example.com/api/v1' }))
  storage.servers.put(server(idC, 0, { name: 'Renamed' }))
  reload(before, new Set([idA]))
  const [a, b] = [
    [`reset ${idA}`, `read ${idA}`],
    [`reset ${idB}`, `moved ${idB}`, `read ${idB}`],
  ]
  expect(reported).toEqual(['reset gone', 'gone gone', ...a, ...b])
})
