import { onTestFinished } from 'vitest'
import type { CachedPlan } from '../../src/core/bulk/types.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import type { PanelTraits } from '../../src/demo/traits.ts'
import { accountOf, type FtpAccountState } from '../../src/demo/kinds/ftp/state.ts'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { emptyState } from '../../src/demo/state.ts'
import type { Input, Output } from '../../src/shared/contract.ts'
import type { ItemState, Run, RunItem } from '../../src/shared/model/run.ts'
import { createFolder, removeFolder } from '../kit/app.ts'
import { createQuickClock } from '../kit/clock.ts'
import { startPanel } from '../kit/panels.ts'
import { confirmationOf } from './plans.ts'
import { openRig, type Rig, type RigOptions } from './rig.ts'

const hourAgoMs = () => Date.now() - 3_600_000

export interface StageOptions extends Partial<RigOptions> {
  readonly panelCount?: number
  readonly accounts?: number
  readonly jobs?: number
  readonly traits?: Partial<PanelTraits>
  readonly account?: (index: number) => Partial<FtpAccountState>
  readonly limit?: number
}

/** Panels with accounts `admin_a0`, … and jobs 1, …, and a rig on them. Panels and rig end with the test. */
export interface Stage {
  readonly panels: readonly DemoPanelServer[]
  readonly rig: Rig
  readonly dataDir: string
  start(plan: CachedPlan, input?: Partial<Input<'bulk.start'>>): Promise<Run>
  /** Resolves when the run is in one of these states and none of its items is being reconciled. */
  until(runId: string, ...states: readonly Run['state'][]): Promise<Run>
  items(runId: string): readonly RunItem[]
  states(runId: string): readonly ItemState[]
  call<M extends 'bulk.pause' | 'bulk.resume' | 'bulk.cancel' | 'bulk.decide' | 'bulk.run' | 'bulk.failures'>(
    method: M,
    input: Input<M>,
  ): Promise<Output<M>>
  /** Closes this rig and opens another one on the same folder. */
  reopen(ending?: 'close' | 'kill', options?: Partial<RigOptions>): Promise<void>
}

function startFilledPanel(index: number, options: StageOptions): Promise<DemoPanelServer> {
  const { accounts = 4, jobs = 2, traits = {}, account = () => ({}), limit = 10_000 } = options
  const at = hourAgoMs()
  const state = {
    ...emptyState('admin', 420),
    accounts: Array.from({ length: accounts }, (_, rowIndex) =>
      accountOf(
        { username: `admin_a${rowIndex}`, allowedIps: ['192.0.2.1/32'], quotaMb: 10, ...account(rowIndex) },
        at,
      ),
    ),
    jobs: Array.from({ length: jobs }, (_, rowIndex) =>
      jobOf({ id: rowIndex + 1, name: `job${rowIndex}`, command: `/bin/job ${rowIndex}` }, at),
    ),
    nextJobId: jobs + 1,
  }
  return startPanel({ name: `panel${index}.example`, state, traits, rateLimit: { limit } })
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const dataDir = await createFolder()
  const panels = await Promise.all(
    Array.from({ length: options.panelCount ?? 1 }, (_, index) => startFilledPanel(index, options)),
  )
  // Back-offs take a tenth of their time. Answers may take 20 s of this clock, which are the usual 2 s of the system's
  // clock.
  const quickOptions = { clock: createQuickClock(10), answerTimeoutSec: 20 }
  const open = (overrides: Partial<RigOptions> = {}) =>
    openRig({ dataDir, panels, ...quickOptions, ...options, ...overrides })
  let rig = await open()
  onTestFinished(async () => {
    await rig.close().catch(() => undefined)
    await removeFolder(dataDir)
  })
  const runs = () => rig.running.runs
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5))
  return {
    panels,
    dataDir,
    get rig() {
      return rig
    },
    async start(plan, input = {}) {
      rig.cachePlan(plan)
      return rig.running.handlers['bulk.start']({
        planId: plan.head.id,
        confirm: confirmationOf(plan),
        ...input,
      } as never) as Promise<Run>
    },
    async until(runId, ...states) {
      for (;;) {
        const run = runs().run(runId)
        if (states.includes(run.state) && !run.reconciling) return run
        await pause()
      }
    },
    items: (runId) => runs().items(runId),
    states: (runId) =>
      runs()
        .items(runId)
        .map((item) => item.state),
    call: async (method, input) => (await rig.running.handlers[method](input as never)) as never,
    async reopen(ending = 'close', overrides = {}) {
      await rig[ending]()
      rig = await open(overrides)
    },
  }
}
