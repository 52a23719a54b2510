import { expect, it } from 'vitest'
import { conflictFacts, itemDiff } from './item-diff.ts'

it('shows which entries of a list are added, removed and kept', () => {
  const before = { allowedIps: ['203.0.113.0/24', '10.0.0.1/32'] }
  const after = { allowedIps: ['203.0.113.0/24', '198.51.100.24/32'] }
  expect(itemDiff({ op: 'update', before, after })).toEqual([
    {
      kind: 'ips',
      field: 'allowedIps',
      was: 'known',
      kept: ['203.0.113.0/24'],
      added: ['198.51.100.24'],
      removed: ['10.0.0.1'],
    },
  ])
})

it('does not take an empty list for an unknown one', () => {
  const after = { allowedIps: ['10.0.0.1/32'] }
  expect(itemDiff({ op: 'update', before: { allowedIps: [] }, after })[0]).toMatchObject({ was: 'open' })
  expect(itemDiff({ op: 'update', before: { allowedIps: null }, after })[0]).toMatchObject({
    was: 'unknown',
    added: ['10.0.0.1'],
  })
})

it('marks the changed words of a command, and shows the values of a switch', () => {
  const changes = itemDiff({
    op: 'update',
    before: { command: 'php7 a', enabled: true },
    after: { command: 'php8 a', enabled: false },
  })
  expect(changes).toEqual([
    {
      kind: 'text',
      field: 'command',
      before: [
        { text: 'php7', changed: true },
        { text: ' a', changed: false },
      ],
      after: [
        { text: 'php8', changed: true },
        { text: ' a', changed: false },
      ],
    },
    { kind: 'value', field: 'enabled', before: true, after: false },
  ])
})

it('shows the values of a new row that are not the defaults, and nothing of a password', () => {
  expect(
    itemDiff({ op: 'create', before: null, after: { username: 'deploy', domain: '', readOnly: false, quotaMb: 500 } }),
  ).toEqual([{ kind: 'only', field: 'quotaMb', value: 500 }])
  expect(itemDiff({ op: 'password', before: { password: 'x' }, after: { password: 'y' } })).toEqual([])
})

it('shows the three sides of a conflict next to each other, for the fields of its change', () => {
  const settings = { type: 'ftp.edit', patch: { quotaMb: 3 } } as const
  const conflict = { before: { quotaMb: 1 }, after: { quotaMb: 3 }, found: { quotaMb: 2, readOnly: true } }
  expect(conflictFacts(conflict, settings)).toEqual({
    was: { quotaMb: 1 },
    found: { quotaMb: 2 },
    wanted: { quotaMb: 3 },
  })
  const gone = { before: { enabled: true, quotaMb: 1 }, after: null, found: { enabled: false } }
  expect(conflictFacts(gone, { type: 'ftp.remove' })).toEqual({
    was: { enabled: true },
    found: { enabled: false },
    wanted: {},
  })
})

it('shows a list in conflict with the change applied to the found list, or replaced if the action sets the list', () => {
  const conflict = {
    before: { allowedIps: ['10.0.0.1'] },
    after: { allowedIps: ['10.0.0.1', '10.0.0.2'] },
    found: { allowedIps: ['10.0.0.9'] },
  }
  const action = (mode: 'add' | 'set') =>
    ({ type: 'ftp.edit', patch: { ips: { mode, entries: ['10.0.0.2'] } } }) as const
  expect(conflictFacts(conflict, action('add')).wanted).toEqual({ allowedIps: ['10.0.0.9', '10.0.0.2'] })
  expect(conflictFacts(conflict, action('set')).wanted).toEqual({ allowedIps: ['10.0.0.1', '10.0.0.2'] })
})
