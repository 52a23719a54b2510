import type { MethodName } from '../../src/shared/contract.ts'
import { badInput, type Case, type World } from './case.ts'

type PlanMethods = Extract<
  MethodName,
  `bulk.${'plan' | 'stopPlanning' | 'planItems' | 'planImpossible' | 'dropPlan' | 'exportPlan' | 'savePlan' | 'savedPlans' | 'forgetPlan' | 'readCsv'}`
>

/** Ids that earlier cases have returned. */
const ids = { planId: '', savedId: '' }

const unknownPlan = { input: { planId: 'no-such-plan' }, code: 'plan.unknown' } as const
const quotaOn = ({ serverId, account }: World) =>
  ({
    action: { type: 'ftp.edit', patch: { quotaMb: 777 } },
    keys: [`${serverId}/ftp/${account}`, `${serverId}/ftp/admin_nobody`],
  }) as const

/** Makes a plan, reads it, saves it and forgets the saved plan. The plan that is left is dropped. */
export const planCases: { readonly [M in PlanMethods]: Case<M> } = {
  'bulk.plan': {
    good: (world) => ({ planningId: 'plan-1', intent: quotaOn(world) }),
    check: (plan, { serverId }) => {
      ids.planId = plan.id
      const [server] = plan.servers
      return (
        plan.changes === 1 &&
        plan.impossible[0]?.reason === 'gone' &&
        server?.serverId === serverId &&
        server.requests >= 2 &&
        plan.undo.full === 1
      )
    },
    bad: ({ serverId, account }) => [
      badInput({ planningId: 't' }),
      badInput({ planningId: 't', intent: { action: { type: 'ftp.paint' }, keys: [] } }),
      badInput({ planningId: 't', intent: { action: { type: 'ftp.remove' }, keys: [] } }),
      badInput({
        planningId: 't',
        intent: {
          action: { type: 'ftp.edit', patch: { ips: { mode: 'add', entries: ['10.0.0.300'] } } },
          keys: [`${serverId}/ftp/${account}`],
        },
      }),
      badInput({
        planningId: 't',
        intent: { action: { type: 'cron.edit', patch: { cronExpr: 'sometimes' } }, keys: [`${serverId}/cron/1`] },
      }),
      { input: { planningId: 't', savedId: 'no-such-plan' }, code: 'plan.unknown' },
      { input: { planningId: 't', intent: { action: { type: 'undo', runId: 'no-such-run' } } }, code: 'run.unknown' },
      {
        input: { planningId: 't', intent: { action: { type: 'ftp.import', csv: 'host\nx\n', lines: [2] } } },
        code: 'file.unreadable',
      },
    ],
  },
  'bulk.stopPlanning': {
    good: () => ({ planningId: 'plan-1' }),
    check: () => true,
    bad: () => [badInput({}), badInput({ planningId: '' })],
  },
  'bulk.planItems': {
    good: ({ serverId }) => ({ planId: ids.planId, serverId }),
    check: ({ total, items }, { account }) =>
      total === 1 && items[0]?.subject === account && items[0].after?.['quotaMb'] === 777,
    bad: () => [unknownPlan, badInput({ planId: ids.planId, flag: 'odd' }), badInput({ planId: ids.planId, limit: 0 })],
  },
  'bulk.planImpossible': {
    good: () => ({ planId: ids.planId }),
    check: ({ total, rows }) => total === 1 && rows[0]?.subject === 'admin_nobody',
    bad: () => [unknownPlan, badInput({ planId: ids.planId, offset: -1 })],
  },
  'bulk.exportPlan': {
    good: () => ({ planId: ids.planId, format: 'csv' }),
    check: ({ fileName, text }, { account }) =>
      fileName.endsWith('.csv') && text.includes(account) && text.includes('quotaMb: 777'),
    bad: () => [
      badInput({ planId: ids.planId, format: 'xlsx' }),
      { input: { planId: 'no-such-plan', format: 'json' }, code: 'plan.unknown' },
    ],
  },
  'bulk.savePlan': {
    good: () => ({ planId: ids.planId, name: 'Quota' }),
    check: (saved) => {
      ids.savedId = saved.id
      return saved.name === 'Quota' && saved.keys === 2 && saved.action.type === 'ftp.edit'
    },
    bad: () => [
      badInput({ planId: ids.planId, name: ' ' }),
      { input: { planId: 'no-such-plan', name: 'x' }, code: 'plan.unknown' },
    ],
  },
  'bulk.savedPlans': {
    good: () => ({}),
    check: (saved) => saved.length === 1 && saved[0]?.name === 'Quota',
    bad: () => [badInput('text')],
  },
  'bulk.forgetPlan': {
    good: () => ({ savedId: ids.savedId }),
    check: () => true,
    bad: () => [badInput({}), { input: { savedId: 'no-such-plan' }, code: 'plan.unknown' }],
  },
  'bulk.dropPlan': { good: () => ({ planId: ids.planId }), check: () => true, bad: () => [badInput({})] },
  'bulk.readCsv': {
    good: ({ serverId }) => ({ csv: `server,username,password\n${serverId},deploy,S3cure•pass\nnobody,deploy,\n` }),
    check: ({ rows }) =>
      rows[0]?.hasPassword === true && rows[0].problems.length === 0 && rows[1]?.problems[0]?.problem === 'unknown',
    bad: () => [badInput({}), { input: { csv: 'host\nx\n' }, code: 'file.unreadable' }],
  },
}
