import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../kit/app.ts'

test('a server that cannot be added is recorded as such, without a server and without a failed change', async () => {
  const app = await openApp()
  onTestFinished(() => app.close())
  const draft = { name: 'web-01', url: 'https://127.0.0.1:1' }
  // No token store has been chosen yet, so the token cannot be kept.
  expect(await app.codeOf('servers.add', { draft, token: `wsp_${'0'.repeat(24)}` })).toBe('vault.undecided')
  expect(await app.call('servers.list', {})).toEqual([])
  expect(await app.call('activity.list', {})).toMatchObject([
    { action: 'servers.add', subject: 'web-01', serverId: null, serverName: null, kind: null, result: 'failed' },
  ])
  expect(await app.call('activity.perDay', { startsMs: [0] })).toEqual([{ done: 0, failed: 0, unknown: 0 }])
  const { id } = await app.call('servers.add', { draft })
  expect((await app.call('activity.list', { serverIds: [id] }))[0]).toMatchObject({
    serverName: 'web-01',
    result: 'done',
  })
})
