import { describe, expect, test } from 'vitest'
import { eachListedKind } from '../../../shared/kinds/index.ts'
import { type BulkAction, bulkIntent } from '../../../shared/model/bulk-action.ts'
import { server } from '../../storage/fixtures.ts'
import { cronRow, ftpRow, keysOf, onAll, planned, viewWith } from './fixtures.ts'

const accounts = viewWith('s0', { ftp: [ftpRow('a'), ftpRow('b', { enabled: false, quotaMb: 500 })] })
const on = (action: BulkAction) => planned(onAll(action, [accounts]), [accounts])
const jobs = (over: Parameters<typeof cronRow>[1] = {}) => viewWith('s0', { cron: [cronRow(1, over)] })
type Patch = Extract<BulkAction, { readonly type: 'cron.edit' }>['patch']
const edited = (patch: Patch, over: Parameters<typeof cronRow>[1] = {}) => {
  const view = jobs(over)
  return planned(onAll({ type: 'cron.edit', patch }, [view]), [view])
}

describe('accounts', () => {
  test('contain only the fields that change, and rows that already match are counted', () => {
    const { items, noops } = on({ type: 'ftp.edit', patch: { enabled: true } })
    expect(items).toEqual([
      {
        index: 0,
        key: 's0/ftp/admin_b',
        serverId: 's0',
        kind: 'ftp',
        op: 'update',
        subject: 'admin_b',
        before: { enabled: false },
        after: { enabled: true },
        flags: [],
        undo: 'full',
        others: { owner: 'admin', homeDir: '/home/admin', quotaMb: 500, readOnly: false, allowedIps: [] },
      },
    ])
    expect(noops).toBe(1)
    expect(
      on({ type: 'ftp.edit', patch: { quotaMb: 500, readOnly: true } }).items.map(({ before, after }) => ({
        before,
        after,
      })),
    ).toEqual([
      { before: { quotaMb: 0, readOnly: false }, after: { quotaMb: 500, readOnly: true } },
      { before: { readOnly: false }, after: { readOnly: true } },
    ])
  })

  test('change switch, settings and list in one item, which is impossible if the list is not known', () => {
    const view = viewWith('s0', { ftp: [ftpRow('a', { allowedIps: [] }), ftpRow('b', { allowedIps: null })] })
    const ips = { mode: 'add', entries: ['203.0.113.0/24'] } as const
    const patch = { enabled: false, quotaMb: 0, readOnly: true, ips }
    expect(planned(onAll({ type: 'ftp.edit', patch }, [view]), [view])).toMatchObject({
      items: [
        {
          before: { enabled: true, readOnly: false, allowedIps: [] },
          after: { enabled: false, readOnly: true, allowedIps: ['203.0.113.0/24'] },
          flags: ['first-restriction'],
          undo: 'full',
        },
      ],
      impossible: [{ subject: 'admin_b', reason: 'ips-unknown' }],
    })
  })

  test('get the password that was given, which is not part of the item', () => {
    const intent = onAll({ type: 'ftp.password', length: 32 }, [accounts])
    const { items, secrets } = planned(intent, [accounts], { secrets: { password: 'S3cret•pass' } })
    expect([...secrets.values()]).toEqual(['S3cret•pass', 'S3cret•pass'])
    expect(JSON.stringify(items)).not.toContain('S3cret')
  })

  test('get passwords that are not part of any item', () => {
    const { items, secrets } = on({ type: 'ftp.password', length: 32 })
    expect(items.map(({ op, before, after, flags, undo }) => ({ op, before, after, flags, undo }))).toEqual(
      items.map(() => ({ op: 'password', before: null, after: null, flags: ['irreversible'], undo: 'none' })),
    )
    expect([...secrets.keys()]).toEqual([0, 1])
    for (const secret of secrets.values()) {
      expect(secret).toHaveLength(32)
      expect(JSON.stringify(items)).not.toContain(secret)
    }
  })

  test('that are deleted are kept in full in `before`', () => {
    expect(on({ type: 'ftp.remove' }).items[0]).toMatchObject({
      op: 'remove',
      before: { ...ftpRow('a') },
      after: null,
      flags: ['irreversible'],
      undo: 'none',
    })
  })

  test('named twice are planned once, and their list is frozen', () => {
    const key = 's0/ftp/admin_b'
    const { items } = planned({ action: { type: 'ftp.edit', patch: { enabled: true } }, keys: [key, key] }, [accounts])
    expect(items).toHaveLength(1)
    expect(Object.isFrozen(items) && Object.isFrozen(items[0])).toBe(true)
  })

  test.each([['s0/cron/1'], ['s0/ftp/'], ['/ftp/x'], ['nonsense'], [''], ['s0/mail/x']])(
    'of the key %s are impossible, and the others are planned',
    (key) => {
      const intent = { action: { type: 'ftp.remove' }, keys: [key, 's0/ftp/admin_a'] } as const
      expect(planned(intent, [accounts])).toMatchObject({
        items: [{ subject: 'admin_a' }],
        impossible: [{ key, reason: 'not-a-row' }],
      })
    },
  )

  test('with names as long as a panel sends them are planned like others', () => {
    const view = viewWith('s0', { ftp: [ftpRow('x'.repeat(500)), ftpRow('b')] })
    const intent = onAll({ type: 'ftp.edit', patch: { enabled: false } }, [view])
    expect(bulkIntent.parse(intent).keys).toEqual(intent.keys)
    expect(planned(intent, [view]).items).toHaveLength(2)
  })

  test('whose list could not be read are impossible for the reason of the read', () => {
    const view = viewWith(
      's0',
      { ftp: [ftpRow('a', { allowedIps: null })] },
      { wholeFailed: { ...eachListedKind(() => new Map()), ftp: new Map([['admin_a', 'net.timeout']]) } },
    )
    const action = { type: 'ftp.edit', patch: { ips: { mode: 'set', entries: ['203.0.113.7'] } } } as const
    expect(planned(onAll(action, [view]), [view]).impossible).toEqual([
      { key: 's0/ftp/admin_a', serverId: 's0', subject: 'admin_a', reason: 'unread', detail: 'net.timeout' },
    ])
    expect(planned(onAll({ type: 'ftp.edit', patch: { enabled: false } }, [view]), [view]).items).toHaveLength(1)
  })
})

describe('rows', () => {
  test.each([
    [
      'of a blocked server',
      viewWith('s0', { ftp: [ftpRow('a')] }, { blocked: { reason: 'read-only-server', detail: null } }),
      'read-only-server',
      null,
    ],
    [
      'of a server that could not be read',
      viewWith(
        's0',
        { ftp: [ftpRow('a')] },
        { unread: { ...viewWith('s0', {}).unread, ftp: { reason: 'unread', detail: 'net.timeout' } } },
      ),
      'unread',
      'net.timeout',
    ],
    ['that are gone', viewWith('s0', {}), 'gone', null],
  ])('%s are impossible', (_, view, reason, detail) => {
    const { items, impossible } = planned({ action: { type: 'ftp.remove' }, keys: ['s0/ftp/admin_a'] }, [view])
    expect([items, impossible]).toEqual([
      [],
      [{ key: 's0/ftp/admin_a', serverId: 's0', subject: 'admin_a', reason, detail }],
    ])
  })

  test('of production servers are flagged', () => {
    const view = viewWith('s0', { ftp: [ftpRow('a')] }, { server: server('s0', 0, { environment: 'production' }) })
    expect(planned(onAll({ type: 'ftp.edit', patch: { enabled: false } }, [view]), [view]).items[0]?.flags).toEqual([
      'production',
    ])
  })

  test('may have slashes in their ids', () => {
    const view = viewWith('s0', { ftp: [ftpRow('x/y')] })
    expect(planned({ action: { type: 'ftp.remove' }, keys: keysOf(view, 'ftp') }, [view]).items[0]?.subject).toBe(
      'admin_x/y',
    )
  })
})

describe('jobs', () => {
  test.each<[string, Patch, object]>([
    ['the switch', { enabled: false }, { enabled: false }],
    ['the name', { name: 'nightly' }, { name: 'nightly' }],
    ['the schedule', { cronExpr: '@daily' }, { cronExpr: '@daily' }],
    ['the schedule by minutes', { shiftMin: -15 }, { cronExpr: '45 2 * * *' }],
    ['a new schedule by minutes', { cronExpr: '0 9 * * 1-5', shiftMin: 20 }, { cronExpr: '20 9 * * 1-5' }],
    ['the command', { command: { how: 'set', command: '/bin/true' } }, { command: '/bin/true' }],
    [
      'a part of the command',
      { command: { how: 'replace', find: '/home/admin', replaceBy: '$& $1', regex: false } },
      { command: '/usr/bin/php $& $1/cron.php' },
    ],
    [
      'what a pattern finds in the command',
      { command: { how: 'replace', find: '/home/(\\w+)', replaceBy: '/srv/$1', regex: true } },
      { command: '/usr/bin/php /srv/admin/cron.php' },
    ],
    [
      'the mails',
      { emailOnComplete: 'ops@example.com', emailOnError: true },
      { emailOnComplete: 'ops@example.com', emailOnError: true },
    ],
  ])('change %s', (_, patch, after) => {
    expect(edited(patch).items).toMatchObject([{ op: 'update', after, undo: 'full' }])
    expect(edited(patch).items[0]?.after).toEqual(after)
  })

  test('that already match are left alone, whatever the spaces in a schedule', () => {
    expect(edited({ cronExpr: '0 3  * * *', enabled: true })).toMatchObject({ items: [], noops: 1 })
    expect(edited({ cronExpr: '0 3  * * *', enabled: false }).items[0]?.after).toEqual({ enabled: false })
    expect(edited({ name: 'job 1' }, { name: ' job 1' })).toMatchObject({ items: [], noops: 1 })
    expect(
      edited({ command: { how: 'replace', find: 'nothing of the sort', replaceBy: 'x', regex: false } }),
    ).toMatchObject({ items: [], noops: 1 })
  })

  test.each<[string, Patch, object, string, string]>([
    [
      'left without a command',
      { command: { how: 'replace', find: '.*', replaceBy: '', regex: true } },
      {},
      'invalid-result',
      'command',
    ],
    [
      'with too long a command',
      { command: { how: 'replace', find: 'x', replaceBy: 'y'.repeat(10_000), regex: false } },
      { command: 'x'.repeat(11) },
      'invalid-result',
      'command',
    ],
    ['whose times cannot be moved', { shiftMin: 120 }, { cronExpr: '0 23 1 * *' }, 'not-shiftable', '0 23 1 * *'],
    ['without times', { shiftMin: 5 }, { cronExpr: '@reboot' }, 'not-shiftable', '@reboot'],
  ])('%s are impossible', (_, patch, over, reason, detail) => {
    expect(edited(patch, over)).toMatchObject({ items: [], impossible: [{ reason, detail }] })
  })

  test('may have other oddities if only the switch changes', () => {
    expect(edited({ enabled: false }, { command: '', cronExpr: 'H H * * *' }).items).toMatchObject([
      { after: { enabled: false } },
    ])
  })

  test.each<[string, Patch, string]>([
    ['a schedule that is none', { cronExpr: '0 25 * * *' }, 'out-of-range'],
    ['a pattern that is none', { command: { how: 'replace', find: '(', replaceBy: '', regex: true } }, 'not-a-pattern'],
  ])('are not checked for %s', (_, patch, message) => {
    expect(() => edited(patch)).toThrow(
      expect.objectContaining({ code: 'input.invalid', details: { issues: [expect.objectContaining({ message })] } }),
    )
  })

  test('are refused if a pattern takes too long', () => {
    const patch: Patch = { command: { how: 'replace', find: '(a+)+$', replaceBy: '', regex: true } }
    expect(() => edited(patch, { command: `${'a'.repeat(60)}!` })).toThrow(
      expect.objectContaining({ details: { issues: [expect.objectContaining({ message: 'too-slow' })] } }),
    )
  })

  test('that are deleted can be created again', () => {
    const view = jobs()
    expect(planned(onAll({ type: 'cron.remove' }, [view]), [view]).items).toMatchObject([
      { op: 'remove', before: { ...cronRow(1) }, after: null, flags: [], undo: 'recreate' },
    ])
  })
})
