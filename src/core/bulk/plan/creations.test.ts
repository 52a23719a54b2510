import { describe, expect, test } from 'vitest'
import type { BulkAction } from '../../../shared/model/bulk-action.ts'
import { cronRow, ftpRow, keysOf, planned, viewWith } from './fixtures.ts'
import type { ServerView } from '../../planning/server-view.ts'

type New<T extends BulkAction['type']> = Extract<BulkAction, { readonly type: T }>
const action = <T extends BulkAction['type']>(value: New<T>) => ({ action: value, keys: [] })

describe('one account on many servers', () => {
  const create = (over: Partial<New<'ftp.create'>['account']> = {}, serverIds = ['s0', 's1', 's2']) =>
    action<'ftp.create'>({ type: 'ftp.create', serverIds, account: { username: 'deploy', ...over }, length: 24 })
  const views = [
    viewWith('s0', { ftp: [ftpRow('a')] }),
    viewWith('s1', { ftp: [ftpRow('deploy', { quotaMb: 5 })] }),
    viewWith('s2', {}),
  ]

  test('gets a predicted name from its owner, and is created where it does not exist', () => {
    const { items, impossible, secrets } = planned(create({ quotaMb: 7, allowedIps: ['203.0.113.9/24'] }), views)
    expect(items.map(({ key, subject }) => [key, subject])).toEqual([
      ['s0/ftp/+deploy', 'admin_deploy'],
      ['s2/ftp/+deploy', 'deploy'],
    ])
    expect(items[0]).toMatchObject({
      op: 'create',
      before: null,
      after: { username: 'deploy', quotaMb: 7, allowedIps: ['203.0.113.0/24'] },
      undo: 'full',
    })
    expect(impossible).toEqual([
      { key: 's1/ftp/+deploy', serverId: 's1', subject: 'admin_deploy', reason: 'exists', detail: 'admin_deploy' },
    ])
    expect(new Set(secrets.keys())).toEqual(new Set([0, 1]))
  })

  test('gets the given password and its settings in one item, and its switch only if it is to be off', () => {
    const settings = { quotaMb: 7, readOnly: true, allowedIps: ['203.0.113.0/24'] }
    const made = (enabled: boolean) =>
      planned(create({ ...settings, enabled }, ['s0']), views, { secrets: { password: 'S3cret•pass' } })
    expect(made(false).items.map(({ after }) => after)).toEqual([{ username: 'deploy', ...settings, enabled: false }])
    expect(made(true).items.map(({ after }) => after)).toEqual([{ username: 'deploy', ...settings }])
    expect(made(false).secrets.get(0)).toBe('S3cret•pass')
  })

  test('is impossible where the name is taken, even by an account with all requested values', () => {
    expect(planned(create({ quotaMb: 5 }, ['s1']), views, { secrets: { password: 'S3cret•pass' } })).toMatchObject({
      items: [],
      noops: 0,
      impossible: [{ reason: 'exists', detail: 'admin_deploy' }],
    })
  })

  test('is confirmed if every address may use it, and not for any other list', () => {
    const flagsOf = (allowedIps: readonly string[]) =>
      planned(create({ allowedIps: [...allowedIps] }, ['s0']), views).items[0]?.flags
    for (const list of [['0.0.0.0/0'], ['::/0', '203.0.113.0/24'], ['0.0.0.0/1', '128.0.0.0/1']])
      expect(flagsOf(list), list.join()).toEqual(['open-to-all'])
    for (const list of [[], ['203.0.113.0/24']]) expect(flagsOf(list), list.join()).toEqual([])
  })

  test('is created once per server, and not with invalid addresses', () => {
    expect(planned(create({}, ['s0', 's0']), views).items).toHaveLength(1)
    expect(() => planned(create({ allowedIps: ['x.y'] }), views)).toThrow(
      expect.objectContaining({ code: 'input.invalid' }),
    )
  })
})

describe('accounts of a file', () => {
  const views = [viewWith('s0', { ftp: [ftpRow('a')] }), viewWith('s1', {})]
  const csv =
    'server,username,quota_mb,password\nServer s0,one,5,S3cret\nServer s1,two,,\nnobody,three,,\nServer s0,one,,\n'
  const imported = (lines: readonly number[]) =>
    planned(action<'ftp.import'>({ type: 'ftp.import', csv, lines, length: 24 }), views)

  test('are created with their own or with generated passwords, and only from the chosen lines', () => {
    const { items, secrets, impossible } = imported([2, 3])
    expect(items.map(({ key, after }) => [key, after])).toEqual([
      ['s0/ftp/+one', { username: 'one', quotaMb: 5 }],
      ['s1/ftp/+two', { username: 'two' }],
    ])
    expect([secrets.get(0), secrets.get(1)?.length, impossible]).toEqual(['S3cret', 24, []])
  })

  test('with problems are listed with their problems', () => {
    expect(imported([4, 5]).impossible.map(({ reason, detail, subject }) => [subject, reason, detail])).toEqual([
      ['nobody #4', 'invalid-result', 'server: unknown'],
      ['Server s0 #5', 'invalid-result', 'username: duplicate'],
    ])
  })

  test('whose names are taken are impossible, so that no password of the file is dropped without a word', () => {
    const taken = [viewWith('s0', { ftp: [ftpRow('one', { quotaMb: 5 })] }), viewWith('s1', {})]
    expect(planned(action<'ftp.import'>({ type: 'ftp.import', csv, lines: [2], length: 24 }), taken)).toMatchObject({
      items: [],
      noops: 0,
      impossible: [{ subject: 'admin_one', reason: 'exists', detail: 'admin_one' }],
    })
  })

  test('need at least one line', () => {
    expect(() => imported([99])).toThrow(expect.objectContaining({ code: 'input.invalid' }))
  })
})

describe('one job on many servers', () => {
  const create = (job: Partial<New<'cron.create'>['job']>, over: Partial<New<'cron.create'>> = {}) =>
    action<'cron.create'>({
      type: 'cron.create',
      serverIds: ['s0', 's1'],
      job: { name: 'nightly', command: '/bin/true', cronExpr: '50 23 * * *', ...job },
      variables: {},
      staggerMin: 0,
      ...over,
    })
  const views = [
    viewWith('s0', { ftp: [ftpRow('a', { homeDir: '/home/admin/web/a.example/public_html', domain: 'a.example' })] }),
    viewWith('s1', {}),
  ]

  test('starts later from server to server', () => {
    expect(planned(create({}, { staggerMin: 15 }), views).items.map(({ after }) => after?.['cronExpr'])).toEqual([
      '50 23 * * *',
      '5 0 * * *',
    ])
    expect(planned(create({ cronExpr: '50 23 1 * *' }, { staggerMin: 15 }), views).impossible).toMatchObject([
      { serverId: 's1', reason: 'not-shiftable' },
    ])
  })

  test('gets its variables first from the given values, then from known values', () => {
    const template = { name: 'for {{domain}}', command: 'php {{ home }}/cron.php --as {{owner}} {{other}}' }
    const given = { s1: { owner: 'kim', home: '/srv/kim', domain: 'k.example' } }
    const { items } = planned(create(template, { variables: given }), views)
    expect(items.map(({ subject, key, after }) => [subject, key, after?.['command']])).toEqual([
      ['for a.example', 's0/cron/+for a.example', 'php /home/admin/cron.php --as admin {{other}}'],
      ['for k.example', 's1/cron/+for k.example', 'php /srv/kim/cron.php --as kim {{other}}'],
    ])
    expect(planned(create(template), views).impossible).toMatchObject([
      { serverId: 's1', reason: 'variable-unknown', detail: 'domain' },
    ])
  })

  test('gets no domain if more than one is known', () => {
    const two = viewWith('s0', { ftp: [ftpRow('a', { domain: 'a.example' }), ftpRow('b', { domain: 'b.example' })] })
    expect(planned(create({ command: 'x {{domain}}' }, { serverIds: ['s0'] }), [two]).impossible).toMatchObject([
      { reason: 'variable-unknown', detail: 'domain' },
    ])
  })

  test('takes its settings along, and is not created twice', () => {
    const settings = { enabled: false, emailOnComplete: 'ops@example.com' }
    const { items } = planned(create({}, { settings, serverIds: ['s0', 's0'] }), views)
    expect(items.map(({ after }) => after)).toEqual([
      { name: 'nightly', command: '/bin/true', cronExpr: '50 23 * * *', ...settings },
    ])
  })

  test('counts as done where an equal job exists, and is impossible where another job has its name', () => {
    const there = (over: Parameters<typeof cronRow>[1]) => [
      viewWith('s0', {
        cron: [cronRow(1, { name: 'nightly', command: '/bin/true', cronExpr: '50  23 * * *', ...over })],
      }),
    ]
    expect(planned(create({}, { serverIds: ['s0'] }), there({}))).toMatchObject({ items: [], noops: 1 })
    expect(planned(create({}, { serverIds: ['s0'] }), there({ command: '/bin/false' })).impossible).toMatchObject([
      { reason: 'exists', detail: 'nightly' },
    ])
  })

  test('is refused if its schedule is invalid', () => {
    expect(() => planned(create({ cronExpr: 'sometimes' }), views)).toThrow(
      expect.objectContaining({ code: 'input.invalid' }),
    )
  })
})

describe('copies of jobs', () => {
  const copy = (from: readonly ServerView[], serverIds: readonly string[], over: Partial<New<'cron.copy'>> = {}) => ({
    action: { type: 'cron.copy', serverIds, variables: {}, staggerMin: 0, ...over } as const,
    keys: from.flatMap((view) => keysOf(view, 'cron')),
  })
  const source = viewWith('s0', {
    cron: [cronRow(1, { name: 'n', enabled: false, emailOnError: true, domain: 'a.example' })],
  })

  test('keep everything that a user can set on a job, and are made once per server', () => {
    const { items, noops } = planned(copy([source], ['s0', 's1', 's1']), [source, viewWith('s1', {})])
    expect(items).toMatchObject([{ key: 's1/cron/+n', op: 'create', before: null, undo: 'full' }])
    expect(items[0]?.after).toEqual({
      name: 'n',
      command: cronRow(1).command,
      cronExpr: '0 3 * * *',
      domain: 'a.example',
      enabled: false,
      emailOnComplete: '',
      emailOnError: true,
    })
    expect(noops).toBe(1)
  })

  test('get a domain of the server that they are copied to', () => {
    const target = viewWith('s1', { ftp: [ftpRow('a', { domain: 'b.example' })] })
    const domains = (over: Partial<New<'cron.copy'>> = {}) =>
      planned(copy([source], ['s1'], over), [source, target]).items[0]?.after?.['domain']
    expect(domains()).toBe('b.example')
    expect(domains({ variables: { s1: { domain: 'c.example' } } })).toBe('c.example')
  })

  test('count as done where an equal job is shown without its domain, as panels show jobs', () => {
    const there = (domain: string | null) =>
      viewWith('s1', {
        cron: [
          cronRow(4, { name: 'n', enabled: false, emailOnError: true, domain }),
          cronRow(5, { domain: 'a.example' }),
        ],
      })
    expect(planned(copy([source], ['s1']), [source, there(null)])).toMatchObject({
      items: [],
      noops: 1,
      impossible: [],
    })
    expect(planned(copy([source], ['s1']), [source, there('b.example')])).toMatchObject({
      items: [],
      noops: 0,
      impossible: [{ reason: 'exists' }],
    })
  })

  test('of equal jobs on two servers are one copy', () => {
    const duplicate = viewWith('s2', {
      cron: [cronRow(9, { name: 'n', enabled: false, emailOnError: true, domain: 'a.example' })],
    })
    const other = viewWith('s3', { cron: [cronRow(9, { name: 'n' })] })
    const { items, noops, impossible } = planned(copy([source, duplicate, other], ['s1']), [
      source,
      duplicate,
      other,
      viewWith('s1', {}),
    ])
    expect([items.length, noops, impossible.map(({ reason }) => reason)]).toEqual([1, 1, ['exists']])
  })

  test('are made from read-only servers, but not from servers that could not be read', () => {
    const readOnly = { ...source, blocked: { reason: 'read-only-server', detail: null } as const }
    const { items, impossible } = planned(copy([source], ['s0', 's1']), [readOnly, viewWith('s1', {})])
    expect([items.length, impossible.map(({ reason }) => reason)]).toEqual([1, ['read-only-server']])
    const unread = {
      ...source,
      unread: { ...source.unread, cron: { reason: 'scope', detail: 'panel.scope' } as const },
    }
    expect(planned(copy([source], ['s1']), [unread, viewWith('s1', {})])).toMatchObject({
      items: [],
      impossible: [{ key: 's0/cron/1', reason: 'scope' }],
    })
  })
})
