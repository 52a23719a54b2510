import type { MethodName } from '../../src/shared/contract.ts'
import { badInput, type Case } from './case.ts'

/** Cases for saved views. Each case builds on the one before. */
export const viewCases: { readonly [M in Extract<MethodName, `views.${string}`>]: Case<M> } = {
  'views.save': {
    good: () => ({
      id: 'contract-view',
      view: {
        kind: 'ftp',
        name: ' Lotus ',
        query: 'tag:lotus ip:any',
        sort: [{ columnId: 'account', direction: 'asc' }],
      },
    }),
    check: (view) =>
      view.id === 'contract-view' && view.name === 'Lotus' && view.query === 'tag:lotus ip:any' && view.position === 0,
    bad: () => [
      badInput({ view: { kind: 'mail', name: 'x' } }),
      badInput({ view: { kind: 'ftp', name: ' ' } }),
      badInput({ view: { kind: 'ftp', name: 'x', sort: [{ columnId: 'account', direction: 'up' }] } }),
      badInput({ view: { kind: 'ftp', name: 'x', query: 'x'.repeat(2001) } }),
    ],
  },
  'views.opened': {
    good: () => ({ id: 'contract-view' }),
    check: () => true,
    bad: () => [badInput({}), { input: { id: 'no-such-view' }, code: 'view.unknown' }],
  },
  'views.list': {
    good: () => ({}),
    check: ({ views, lastOpenId, untouched }) => views.length === 1 && lastOpenId === 'contract-view' && !untouched,
    bad: () => [badInput('text')],
  },
  'views.reorder': {
    good: () => ({ ids: ['contract-view', 'no-such-view'] }),
    check: (views) => views.length === 1 && views[0]?.id === 'contract-view',
    bad: () => [badInput({}), badInput({ ids: 'all' })],
  },
  'views.remove': {
    good: () => ({ id: 'contract-view' }),
    check: () => true,
    bad: () => [badInput({}), { input: { id: 'no-such-view' }, code: 'view.unknown' }],
  },
}
