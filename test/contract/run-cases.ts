import type { MethodName } from '../../src/shared/contract.ts'
import { badInput, type Case, type World } from './case.ts'

type RunMethods = Extract<
  MethodName,
  `bulk.${'start' | 'pause' | 'resume' | 'cancel' | 'decide' | 'runs' | 'run' | 'runItems' | 'failures' | 'exportRun' | 'exportCredentials' | 'showCredentials' | 'openCredentials'}`
>

const noPlan = (fields: object = {}) =>
  ({ input: { planId: 'no-such-plan', ...fields }, code: 'plan.unknown' }) as const
const noRun = (fields: object = {}) => ({ input: { runId: 'no-such-run', ...fields }, code: 'run.unknown' }) as const
const wrongState = (runId: string, fields: object = {}) =>
  ({ input: { runId, ...fields }, code: 'run.wrong-state' }) as const

/** Reads what an earlier case has kept in the world. */
const kept = (world: World, name: string) => world.kept.get(name) ?? ''
const keep = (world: World, name: string, value: string) => world.kept.set(name, value) && true

/** Starts, pauses, resumes and cancels a run. Reads two runs that ended before, and shows the passwords of one. */
export const runCases: { readonly [M in RunMethods]: Case<M> } = {
  // From here until the run is cancelled the panel is slow, so that there is time to pause and to cancel.
  'bulk.start': {
    good: (world) => (world.slow(1_000), { planId: world.planId, confirm: {}, options: { canary: true } }),
    check: (run, world) => keep(world, 'run', run.id) && run.state === 'running' && run.total === 1,
    bad: (world) => [
      badInput({ planId: world.planId }),
      badInput({ planId: world.planId, confirm: {}, options: { stopAtFailedPercent: 0 } }),
      noPlan({ confirm: {} }),
    ],
  },
  'bulk.pause': {
    good: (world) => ({ runId: kept(world, 'run') }),
    check: (run) => run.state === 'paused' && run.pausedBy === 'user',
    bad: ({ runs }) => [noRun(), wrongState(runs.conflict)],
  },
  'bulk.resume': {
    good: (world) => ({ runId: kept(world, 'run') }),
    check: (run) => run.state === 'running' && run.pausedBy === null,
    bad: ({ runs }) => [badInput({ runId: runs.conflict, passphrase: 'short' }), noRun(), wrongState(runs.conflict)],
  },
  'bulk.cancel': {
    good: (world) => ({ runId: kept(world, 'run') }),
    check: (run, world) => (world.slow(0), run.state === 'cancelled' && run.counts.planned === 0),
    bad: ({ runs }) => [noRun(), wrongState(runs.conflict)],
  },

  'bulk.runs': {
    good: () => ({}),
    check: (runs, world) => runs.length === 3 && runs[0]?.id === kept(world, 'run'),
    bad: () => [badInput({ limit: 0 })],
  },
  'bulk.run': {
    good: ({ runs }) => ({ runId: runs.credentials }),
    check: (run) =>
      run.state === 'done' &&
      run.handout === 'sealed' &&
      run.serverRuns.length === 1 &&
      run.serverRuns[0]?.state === 'done',
    bad: () => [badInput({}), noRun()],
  },
  'bulk.runItems': {
    good: ({ runs }) => ({ runId: runs.conflict, states: ['held'] }),
    check: ({ total, items }) => total === 1 && items[0]?.found?.['quotaMb'] === 4242,
    bad: ({ runs }) => [badInput({ runId: runs.conflict, states: ['lost'] }), noRun()],
  },
  'bulk.failures': {
    good: ({ runs }) => ({ runId: runs.conflict }),
    check: (groups) => groups.length === 0,
    bad: () => [noRun()],
  },
  'bulk.decide': {
    good: ({ runs }) => ({ runId: runs.conflict, indexes: [0], decision: 'keep' }),
    check: (run) => run.counts.held === 0 && run.counts.skipped === 1,
    bad: ({ runs }) => [
      badInput({ runId: runs.conflict, indexes: [], decision: 'keep' }),
      noRun({ indexes: [0], decision: 'apply' }),
      badInput({ runId: runs.conflict, indexes: [0], decision: 'apply', confirm: { include: ['production'] } }),
      wrongState(runs.conflict, { indexes: [7], decision: 'apply' }),
    ],
  },
  'bulk.exportRun': {
    good: ({ runs }) => ({ runId: runs.credentials, format: 'csv' }),
    check: ({ text }, { account }) => text.includes(account) && text.includes('confirmed'),
    bad: ({ runs }) => [badInput({ runId: runs.credentials, format: 'pdf' }), noRun({ format: 'json' })],
  },
  'bulk.exportCredentials': {
    good: ({ runs }) => ({ runId: runs.credentials }),
    check: ({ text }, world) => keep(world, 'handout', text) && text.includes('wisdeck-handout'),
    bad: ({ runs }) => [noRun(), { input: { runId: runs.conflict }, code: 'handout.none' }],
  },
  'bulk.openCredentials': {
    good: (world) => ({ text: kept(world, 'handout'), passphrase: world.passphrase }),
    check: (lines, { account }) =>
      lines.length === 1 && lines[0]?.username === account && lines[0].password.length === 24,
    bad: (world) => [
      badInput({ text: 'x', passphrase: 'short' }),
      { input: { text: 'nonsense', passphrase: world.passphrase }, code: 'handout.damaged' },
      { input: { text: kept(world, 'handout'), passphrase: 'another horse' }, code: 'handout.wrong-passphrase' },
    ],
  },
  'bulk.showCredentials': {
    good: (world) => ({ runId: world.runs.credentials, passphrase: world.passphrase }),
    check: (lines, { account }) =>
      lines.length === 1 && lines[0]?.username === account && lines[0].state === 'confirmed',
    bad: (world) => [
      noRun({ passphrase: world.passphrase }),
      { input: { runId: world.runs.credentials, passphrase: 'another horse' }, code: 'handout.wrong-passphrase' },
    ],
  },
}
