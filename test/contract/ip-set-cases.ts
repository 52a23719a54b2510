import type { MethodName } from '../../src/shared/contract.ts'
import { badInput, type Case } from './case.ts'

const office = { name: 'Office', text: '203.0.113.7 # Kim\n198.51.100.0/25' }

/** Cases for IP sets. Each case builds on the one before. */
export const ipSetCases: { readonly [M in Extract<MethodName, `ipSets.${string}`>]: Case<M> } = {
  'ipSets.save': {
    good: () => ({ id: 'contract-set', set: { ...office, name: ' Office ', note: 'both lines' } }),
    check: (set) =>
      set.id === 'contract-set' &&
      set.name === 'Office' &&
      set.text === office.text &&
      set.networks.join() === '198.51.100.0/25,203.0.113.7/32',
    bad: () => [
      badInput({ set: { ...office, name: ' ' } }),
      badInput({ set: { ...office, name: 'x'.repeat(81) } }),
      badInput({ set: { ...office, note: 'x'.repeat(2001) } }),
      badInput({ set: { name: 'Office' } }),
      badInput({ set: { ...office, text: ' '.repeat(100_001) } }),
      { input: { set: { ...office, text: '203.0.113.7\n203.0.113.0/33' } }, code: 'ip-set.unreadable' },
      { input: { set: { ...office, text: '# none' } }, code: 'ip-set.empty' },
      {
        input: {
          set: { ...office, text: Array.from({ length: 1001 }, (_, at) => `10.1.${at >> 8}.${at & 255}`).join(' ') },
        },
        code: 'ip-set.too-many',
      },
    ],
  },
  'ipSets.list': {
    good: () => ({}),
    check: (sets) => sets.length === 1 && sets[0]?.note === 'both lines',
    bad: () => [badInput('text')],
  },
  'ipSets.remove': {
    good: () => ({ id: 'contract-set' }),
    check: () => true,
    bad: () => [badInput({}), { input: { id: 'no-such-set' }, code: 'ip-set.unknown' }],
  },
}
