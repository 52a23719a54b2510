import { expect, onTestFinished, test } from 'vitest'
import type { Input } from '../../src/shared/contract.ts'
import { startPanel } from '../kit/panels.ts'
import { openSessionApp } from '../kit/app.ts'

type Change = Input<'change.apply'>

const key = (serverId: string) => `${serverId}/anonymous/example.com`
const switched = (serverId: string, enabled: boolean, was: boolean | null): Change => ({
  intent: { action: { type: 'anonymous.edit', patch: { enabled }, was }, keys: [key(serverId)] },
  confirm: { include: enabled ? ['open-to-all'] : [] },
})

async function openWithPanel() {
  const panel = await startPanel()
  const app = await openSessionApp()
  onTestFinished(() => app.close())
  const { id } = await app.add(panel)
  return {
    app,
    id,
    /** The requests but those of the background that read the lists. */
    methods: () =>
      panel.requests
        .map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`)
        .filter((request) => request !== 'GET /ftp/' && request !== 'GET /cronjobs/'),
    isOn: () => panel.snapshot().anonymous[0]?.enabled,
  }
}

const [get, put] = ['GET /ftp/example.com/anonymous', 'PUT /ftp/example.com/anonymous']

test('anonymous FTP is changed as every row: read, set, read back, recorded and undone from the record', async () => {
  const { app, id, methods, isOn } = await openWithPanel()
  const { run, item } = await app.call('change.apply', switched(id, true, false))
  expect([item?.state, isOn(), methods()]).toEqual(['confirmed', true, [get, put, get]])
  expect(await app.call('activity.list', { rowKey: key(id) })).toMatchObject([
    { action: 'anonymous.update', result: 'done', before: { enabled: false }, after: { enabled: true } },
  ])

  const undone = await app.call('change.undo', { runId: run!.id })
  expect([undone.item?.state, isOn(), methods().length]).toEqual(['confirmed', false, 6])
  expect(await app.call('activity.list', { rowKey: key(id) })).toHaveLength(2)
})

test('letting anyone in is confirmed, also as the undo of shutting everyone out', async () => {
  const { app, id, methods, isOn } = await openWithPanel()
  const { confirm: _, ...unconfirmed } = switched(id, true, false)
  expect(await app.codeOf('change.apply', unconfirmed)).toBe('confirm.needed')
  expect(methods()).toEqual([])

  await app.call('change.apply', switched(id, true, false))
  const { run } = await app.call('change.apply', switched(id, false, true))
  expect(isOn()).toBe(false)
  expect(await app.codeOf('change.undo', { runId: run!.id })).toBe('confirm.needed')
  await app.call('change.undo', { runId: run!.id, confirm: { include: ['open-to-all'] } })
  expect(isOn()).toBe(true)
})

test('what the panel already shows is not sent, whatever the screen has shown', async () => {
  const { app, id, methods } = await openWithPanel()
  const { item } = await app.call('change.apply', switched(id, false, true))
  expect([item?.state, item?.skipped, methods()]).toEqual(['skipped', 'already-so', [get]])
})

test('a state that was not known is set all the same, and cannot be undone', async () => {
  const { app, id, isOn } = await openWithPanel()
  const { run, item } = await app.call('change.apply', switched(id, true, null))
  expect([item?.state, item?.undo, isOn()]).toEqual(['confirmed', 'none', true])
  expect(await app.codeOf('change.undo', { runId: run!.id })).toBe('change.impossible')
})
