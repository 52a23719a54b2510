import { homedir } from 'node:os'
import { expect, it } from 'vitest'
import { defaultSettings } from '../../shared/model/settings.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { createRedactor } from '../log/redact.ts'
import { server, startMs } from '../storage/fixtures.ts'
import type { Storage } from '../storage/types.ts'
import { createDiagnostics } from './diagnostics.ts'

const token = 'wsp_0123456789abcdef'
const kind = {
  readAtMs: 1,
  triedAtMs: 1,
  count: 7,
  error: { code: 'net.refused' as const, message: 'connect ECONNREFUSED 203.0.113.9:2083' },
}

async function report(lines: readonly string[], ourAddresses: readonly string[] = []) {
  const redactor = createRedactor()
  redactor.guard('hunter2hunter2')
  const statuses = [
    {
      serverId: 'aa11',
      health: 'unreachable',
      refreshing: false,
      kinds: { ftp: kind, cron: kind },
      panel: { username: 'adm-kim', role: null, version: '2.4' },
      utcOffsetMin: null,
      clockAheadMs: null,
      listHasAllowedIps: null,
    },
  ]
  const handlers = createDiagnostics({
    storage: {
      servers: {
        list: () => [
          server('aa11', 0, { name: 'Bakery', url: 'https://panel.bakery.example:2083/api/v1', notes: 'call Kim' }),
        ],
      },
      settings: { get: () => ({ ...defaultSettings, ourAddresses }) },
      notice: null,
    } as unknown as Storage,
    inventory: { statuses: () => statuses } as unknown as Inventory,
    vault: {
      status: async () => ({
        kind: 'keychain',
        locked: false,
        keychainAvailable: true,
        passphraseFileExists: false,
        tokens: 1,
      }),
    },
    clock: { now: () => startMs },
    redactor,
    log: { write: () => {}, tail: () => lines },
    version: '1.2.3',
  })
  const answer = handlers['app.diagnostics']({})
  return (await answer) as { fileName: string; text: string }
}

it('lists versions, settings, states and the log, and names no server', async () => {
  const { fileName, text } = await report([
    `{"event":"inventory.failed","serverId":"aa11","url":"https://panel.bakery.example:2083/api/v1","name":"Bakery","file":"${homedir()}/x"}`,
    '{"event":"panel.failed","reason":"connect ECONNREFUSED 203.0.113.9:2083 for kim@bakery.example"}',
    `{"event":"x","note":"${token} and hunter2hunter2"}`,
  ])
  expect(fileName).toBe('wisdeck-diagnostics-2026-01-31.json')
  const reported = JSON.parse(text) as Record<string, unknown>
  expect(reported).toMatchObject({
    app: '1.2.3',
    versions: { node: process.versions.node },
    settings: { theme: 'system', refreshEveryMin: 15 },
    vault: { kind: 'keychain', kept: 1 },
    servers: [
      { server: 'server-1', health: 'unreachable', ftp: { count: 7, error: 'net.refused' }, panelVersion: '2.4' },
    ],
  })
  expect((reported['log'] as string[])[0]).toContain('"serverId":"server-1"')
  for (const word of ['aa11', 'bakery', 'Bakery', '203.0.113.9', 'kim', 'Kim', homedir(), token, 'hunter2']) {
    expect(text.includes(word), word).toBe(false)
  }
})

it('works without a log that cannot be read', async () => {
  const { text } = await report([])
  expect(JSON.parse(text)).toMatchObject({ log: [] })
})

it('counts the protected addresses, and keeps versions with four numbers as they are', async () => {
  const { text } = await report([], ['198.51.100.7', '2001:db8:1::/48'])
  expect(JSON.parse(text)).toMatchObject({ settings: { ourAddresses: 2 }, versions: { v8: process.versions.v8 } })
  expect(text).not.toMatch(/198\.51|2001:db8/)
})

it('reads a log line as data, and a line that was cut as text', async () => {
  const { text } = await report([
    '{"event":"x","name":"Bakery","nested":[{"id":"aa11"}]}',
    '{"event":"y","name":"Bakery',
  ])
  expect((JSON.parse(text) as { log: string[] }).log).toEqual([
    '{"event":"x","name":"server-1","nested":[{"id":"server-1"}]}',
    '{"event":"y","name":"server-1',
  ])
})
