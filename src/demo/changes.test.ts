import { expect, it } from 'vitest'
import { documentMs, useExamplePanel } from './example-panel.fixture.ts'
import { accountOf, passwordDigest } from './kinds/ftp/state.ts'

const example = useExamplePanel()
const { call } = example
const outcomes = () =>
  example.panel
    .changes()
    .map(({ kind, id, before, after, refusedWith }) => [kind, id, before !== null, after !== null, refusedWith])

it('tells each change with its row before and after, and no reading', async () => {
  await call('POST', '/ftp/', { body: { username: 'deploy', password: 'x' } })
  example.nowMs += 5000
  await call('GET', '/ftp/admin_deploy')
  await call('PUT', '/ftp/admin_deploy/ip-restrictions', { body: { allowed_ips: ['192.0.2.1'] } })
  const made = accountOf({ username: 'admin_deploy', passwordSha256: passwordDigest('x') }, documentMs)
  const restricted = { ...made, allowedIps: ['192.0.2.1'], updatedAtMs: documentMs + 5000 }
  expect(example.panel.changes()).toEqual([
    {
      method: 'POST',
      path: '/api/v1/ftp/',
      receivedAtMs: documentMs,
      carriedOutAtMs: documentMs,
      refusedWith: null,
      status: 201,
      outcome: 'answered',
      kind: 'ftp',
      id: 'admin_deploy',
      before: null,
      after: made,
    },
    {
      method: 'PUT',
      path: '/api/v1/ftp/admin_deploy/ip-restrictions',
      receivedAtMs: documentMs + 5000,
      carriedOutAtMs: documentMs + 5000,
      refusedWith: null,
      status: 200,
      outcome: 'answered',
      kind: 'ftp',
      id: 'admin_deploy',
      before: made,
      after: restricted,
    },
  ])
  expect(example.panel.state()).toMatchObject({ ftp: { admin_deploy: restricted }, cron: {} })
})

it('names the row of every kind, and what the panel has refused', async () => {
  const job = { name: 'nightly', command: 'true', cron_expr: '0 3 * * *' }
  await call('POST', '/cronjobs/', { body: job })
  await call('DELETE', '/cronjobs/1')
  await call('DELETE', '/cronjobs/1')
  await call('PUT', '/ftp/example.com/anonymous', { body: { enabled: true } })
  await call('POST', '/ftp/', { body: { username: 'd', password: 'x' } })
  await call('PUT', '/ftp/admin_none', { body: { quota_mb: 1 }, token: 'wsp_wrong' })
  await call('POST', '/mail/')
  expect(outcomes()).toEqual([
    ['cron', '1', false, true, null],
    ['cron', '1', true, false, null],
    ['cron', '1', false, false, 404],
    ['anonymous', 'example.com', true, true, null],
    ['ftp', null, false, false, 400],
    ['ftp', 'admin_none', false, false, 401],
    [null, null, false, false, 404],
  ])
})

it('holds no password and no token', async () => {
  await call('POST', '/ftp/', { body: { username: 'deploy', password: 'S3cure•pass' } })
  await call('PUT', '/ftp/admin_deploy', { body: { password: 'an0ther•pass' } })
  const told = JSON.stringify([example.panel.changes(), example.panel.state()])
  for (const secret of ['S3cure', 'an0ther', example.panel.token]) expect(told).not.toContain(secret)
  expect(example.panel.changes()[1]?.after).toMatchObject({ passwordSha256: passwordDigest('an0ther•pass') })
})

it('tells nothing of requests before the log was cleared, or of other clients’ edits', async () => {
  await call('POST', '/ftp/', { body: { username: 'deploy', password: 'x' } })
  example.panel.clearRequests()
  example.panel.edit((state) => ({ ...state, accounts: [] }))
  expect(example.panel.changes()).toEqual([])
  expect(example.panel.state().ftp).toEqual({})
})
