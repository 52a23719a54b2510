import type { MethodName } from '../../src/shared/contract.ts'
import { badInput, type Case } from './case.ts'

const exportKey = 'export'
const backupKey = 'backup'

/** Exports and imports all data but tokens, whose store is not open in every host. Each case builds on the last. */
export const dataCases: { readonly [M in Extract<MethodName, `data.${string}`>]: Case<M> } = {
  'data.export': {
    good: ({ passphrase }) => ({ passphrase, parts: ['servers', 'settings', 'views', 'activity', 'runs'] }),
    check({ fileName, text, counts }, world) {
      world.kept.set(exportKey, text)
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
    good: ({ kept: values, passphrase }) => ({ text: values.get(exportKey) ?? '', passphrase }),
    check: ({ counts, parts, add, replace }) =>
      counts.activity > 0 && !parts.includes('tokens') && add.servers.added === 0 && replace.servers.removed === 0,
    bad: ({ kept: values, passphrase }) => [
      badInput({ passphrase }),
      { input: { text: 'no export', passphrase }, code: 'export.damaged' },
      { input: { text: (values.get(exportKey) ?? '').slice(0, -40), passphrase }, code: 'export.damaged' },
      { input: { text: values.get(exportKey) ?? '', passphrase: 'another horse' }, code: 'export.wrong-passphrase' },
    ],
  },
  'data.import': {
    good: ({ kept: values, passphrase }) => ({ text: values.get(exportKey) ?? '', passphrase, mode: 'replace' }),
    check({ effect, backup: name }, world) {
      world.kept.set(backupKey, name)
      return effect.servers.added === 0 && effect.servers.removed === 0 && name.endsWith('-before-import.db')
    },
    bad: ({ kept: values, passphrase }) => [
      badInput({ text: '', passphrase, mode: 'mix' }),
      {
        input: { text: values.get(exportKey) ?? '', passphrase: 'another horse', mode: 'add' },
        code: 'export.wrong-passphrase',
      },
    ],
  },
  'data.backups': {
    good: () => ({}),
    check: (backups, world) =>
      backups.some(
        ({ name, kind, fits, bytes }) =>
          name === world.kept.get(backupKey) && kind === 'before-import' && fits && bytes > 0,
      ),
    bad: () => [badInput('text')],
  },
  'data.restore': {
    good: ({ kept: values }) => ({ name: values.get(backupKey) ?? '' }),
    check: ({ effect, backup: name }) => effect.servers.removed === 0 && name.endsWith('-before-restore.db'),
    bad: () => [badInput({}), { input: { name: '../wisdeck.db' }, code: 'backup.unknown' }],
  },
}
