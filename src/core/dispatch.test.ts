import { expect, test, vi } from 'vitest'
import { methods } from '../shared/contract.ts'
import { AppError } from '../shared/errors.ts'
import { createDispatch, type Handlers } from './dispatch.ts'
import { textOf } from './json-text.ts'
import type { Logger } from './log/types.ts'

let lastSeq = 0

function setUp(own: Partial<Handlers>, whenWritable = () => Promise.resolve()) {
  const lines: string[] = []
  const write = (event: string, facts?: unknown) => void lines.push(JSON.stringify({ event, facts }))
  const log: Logger = { debug: write, info: write, warn: write, error: write, guard: () => {} }
  const all = Object.fromEntries(Object.keys(methods).map((name) => [name, () => ({})])) as unknown as Handlers
  const dispatch = createDispatch({ handlers: { ...all, ...own }, log, lastSeq: () => lastSeq, whenWritable })
  return { lines, call: async (name: string, json: string) => JSON.parse(textOf(await dispatch(name, json))) }
}

test('a handler gets parsed input with defaults, and its value is returned in an envelope', async () => {
  const list = vi.fn(() => [])
  const { call } = setUp({ 'activity.list': list })
  expect(await call('activity.list', '{}')).toEqual({ ok: true, seq: 0, value: [] })
  expect(list).toHaveBeenCalledWith({ limit: 200 })
})

test.each(['nope.nope', '__proto__', 'constructor', 'toString', ''])(
  'the name %j is refused with its code',
  async (name) => {
    const { call } = setUp({})
    expect(await call(name, '{}')).toMatchObject({ ok: false, error: { code: 'method.unknown' } })
  },
)

test('input that is not JSON or breaks the contract is refused with the path and without the value', async () => {
  const { call, lines } = setUp({})
  expect(await call('servers.remove', '{')).toMatchObject({ ok: false, error: { code: 'input.invalid' } })
  const secret = 'wsp_0123456789abcdef'
  const refused = await call('servers.setToken', JSON.stringify({ id: 7, token: { not: secret } }))
  expect(refused.error.code).toBe('input.invalid')
  expect(refused.error.details.issues.map((issue: { path: string }) => issue.path)).toEqual(['id', 'token'])
  expect(JSON.stringify(refused) + lines.join()).not.toContain(secret)
})

test('an unknown field is refused with its path, at any level, and without what it holds', async () => {
  const { call, lines } = setUp({})
  const intent = { action: { type: 'ftp.edit', patch: { quotaMb: 1, quota: 'secret-thing' } }, keys: [] }
  const refused = await call('bulk.plan', JSON.stringify({ planningId: 'p', intent, try: 'secret-thing' }))
  const rule = { message: 'Unknown field', rule: 'unrecognized_keys' }
  expect(refused.error).toMatchObject({
    code: 'input.invalid',
    details: {
      issues: [
        { path: 'intent.action.patch.quota', ...rule },
        { path: 'try', ...rule },
      ],
    },
  })
  expect(JSON.stringify(refused) + lines.join()).not.toContain('secret-thing')
  const { error } = await call('app.info', JSON.stringify({ ['x'.repeat(1000)]: 1 }))
  expect(error.details.issues[0].path).toHaveLength(60)
})

test('an AppError is returned with its code and details', async () => {
  const { call } = setUp({
    'servers.remove': () => {
      throw new AppError('server.unknown', 'No such server', { id: 'x' })
    },
  })
  expect(await call('servers.remove', '{"id":"x"}')).toEqual({
    ok: false,
    error: { code: 'server.unknown', message: 'No such server', details: { id: 'x' } },
  })
})

test('a bug becomes "internal": the log says where it is, and no message quotes its data', async () => {
  const { call, lines } = setUp({
    'servers.remove': () => Promise.reject(new TypeError('reading secret-thing\n of undefined')),
  })
  const answer = await call('servers.remove', '{"id":"x"}')
  expect(answer.error).toEqual({ code: 'internal', message: 'Unexpected TypeError inside Wisdeck' })
  expect(lines.join()).toContain('call.broke')
  expect(lines.join()).toContain('dispatch.test.ts')
  expect(lines.join() + JSON.stringify(answer)).not.toContain('secret-thing')
})

test('a method that changes something runs only while the disk can be written to; others do not wait', async () => {
  const create = vi.fn(() => ({}) as never)
  const { call } = setUp({ 'cron.setNote': create }, () => Promise.reject(new AppError('storage.full', 'Full')))
  const input = JSON.stringify({ serverId: 's0', id: 1, note: '' })
  expect(await call('cron.setNote', input)).toMatchObject({ ok: false, error: { code: 'storage.full' } })
  expect(create).not.toHaveBeenCalled()
  expect(await call('rows.get', JSON.stringify({ kind: 'cron', serverId: 's0', id: '1' }))).toMatchObject({ ok: true })
  expect(await call('cron.setNote', '{}')).toMatchObject({ error: { code: 'input.invalid' } })
})

test('an answer has the number of the last event before its value was there', async () => {
  const emitted = <T>(value: T): T => {
    lastSeq += 1
    return value
  }
  let release = () => {}
  const { call } = setUp({
    'rows.list': () => emitted({ jsonText: '[]' }),
    'servers.list': () => emitted({ jsonPieces: [Buffer.from('[]')] }),
    'views.list': () => emitted({ views: [], lastOpenId: null, untouched: true }),
    'vault.lock': async () => {
      await new Promise<void>((resolve) => (release = resolve))
      return emitted({}) as never
    },
  })
  lastSeq = 10
  const slow = call('vault.lock', '{}')
  const quick = [call('rows.list', '{"kind":"ftp"}'), call('servers.list', '{}'), call('views.list', '{}')]
  // These events come after the values of the quick calls, and before their answers are made.
  lastSeq += 100
  expect((await Promise.all(quick)).map(({ seq, ok }) => [seq, ok])).toEqual([11, 12, 13].map((seq) => [seq, true]))
  release()
  expect((await slow).seq).toBe(114)
})
