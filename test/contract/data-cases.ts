import type { MethodName } from '../../src/shared/contract.ts'
import { badInput, type Case } from './case.ts'

const kept = 'export'
const backup = 'backup'

/**
 * Exports all data and imports it again; each case builds on the one before. Tokens are left out: the token store is
 * not open in every host.
 */
export const dataCases: { readonly [M in Extract<MethodName, `data.${string}`>]: Case<M> } = {
  'data.export': {
    good: ({ passphrase }) => ({ passphrase, parts: ['servers', 'settings', 'views', 'activity', 'runs'] }),
    check({ fileName, text, counts }, world) {
      world.kept.set(kept, text)
      const inClear = [world.serverId, new URL(world.url).host, world.account].some((word) => text.includes(word))
      return fileName.endsWith('.wisdeck') && counts.tokens === 0 && counts.activity > 0 && !inClear
    },
    bad: ({ passphrase }) => [
      badInput({}),
      badInput({ passphrase: 'short' }),
      badInput({ passphrase, parts: [] }),
      badInput({ passphrase, parts: ['mail'] }),
    ],
  },
  'data.readExport': {
    good: ({ kept: from, passphrase }) => ({ text: from.get(kept) ?? '', passphrase }),
    check: ({ counts, parts, add, replace }) =>
      counts.activity > 0 && !parts.includes('tokens') && add.servers.added === 0 && replace.servers.removed === 0,
    bad: ({ kept: from, passphrase }) => [
      badInput({ passphrase }),
      { input: { text: 'no export', passphrase }, code: 'export.damaged' },
      { input: { text: (from.get(kept) ?? '').slice(0, -40), passphrase }, code: 'export.damaged' },
      { input: { text: from.get(kept) ?? '', passphrase: 'another horse' }, code: 'export.wrong-passphrase' },
    ],
  },
  'data.import': {
    good: ({ kept: from, passphrase }) => ({ text: from.get(kept) ?? '', passphrase, mode: 'replace' }),
    check({ effect, backup: name }, world) {
      world.kept.set(backup, name)
      return effect.servers.added === 0 && effect.servers.removed === 0 && name.endsWith('-before-import.db')
    },
    bad: ({ kept: from, passphrase }) => [
      badInput({ text: '', passphrase, mode: 'mix' }),
      {
        input: { text: from.get(kept) ?? '', passphrase: 'another horse', mode: 'add' },
        code: 'export.wrong-passphrase',
      },
    ],
  },
  'data.backups': {
    good: () => ({}),
    check: (backups, world) =>
      backups.some(
        ({ name, kind, fits, bytes }) =>
          name === world.kept.get(backup) && kind === 'before-import' && fits && bytes > 0,
      ),
    bad: () => [badInput('text')],
  },
  'data.restore': {
    good: ({ kept: from }) => ({ name: from.get(backup) ?? '' }),
    check: ({ effect, backup: name }) => effect.servers.removed === 0 && name.endsWith('-before-restore.db'),
    bad: () => [badInput({}), { input: { name: '../wisdeck.db' }, code: 'backup.unknown' }],
  },
}
