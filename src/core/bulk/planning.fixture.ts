import { afterEach, beforeEach, expect } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../test/kit/clock.ts'
import type { EventPayload, Input, Output } from '../../shared/contract.ts'
import { bulkIntent } from '../../shared/model/bulk-action.ts'
import { AppError } from '../../shared/errors.ts'
import type { CronJob } from '../../shared/kinds/cron.ts'
import type { FtpAccount } from '../../shared/kinds/ftp.ts'
import { createInventory, type Inventory } from '../inventory/inventory.ts'
import type { Budget } from '../limiter/types.ts'
import type { Connections } from '../connections/connections.ts'
import { makeDataDir, recordingLog, server } from '../storage/fixtures.ts'
import { openStorage } from '../storage/storage.ts'
import type { Storage } from '../storage/types.ts'
import { cronRow, ftpRow, nowMs } from './plan/fixtures.ts'
import { createPlanHandlers } from './plan-handlers.ts'
import type { BulkDeps } from './types.ts'

/** A panel as its client shows it. A list function that throws stands for a panel that is down. */
interface Panel {
  ftp: () => readonly FtpAccount[]
  cron: () => readonly CronJob[]
  one: (username: string) => FtpAccount
  oneJob: (id: number) => CronJob
  /** How many more rows the panel says it has than each of its lists holds. */
  notListed: number
  answersAfterMs: number
}

interface StubPanels {
  readonly clock: VirtualClock
  readonly panels: Map<string, Panel>
  /** What panels were asked, in order. */
  readonly asked: string[]
  budgetOf: (id: string) => Budget
}

/** The plan handlers over stub panels, on virtual time. */
interface PlanningRig extends StubPanels {
  readonly storage: Storage
  readonly inventory: Inventory
  readonly bulk: ReturnType<typeof createPlanHandlers>
  readonly planning: EventPayload<'bulk.planning'>[]
  close(): void
}

const budget = (): Budget =>
  ({ etaMs: (count: number) => count * 1000, view: () => ({ limit: null }) }) as unknown as Budget

function createConnections(rig: StubPanels): Connections {
  const answer = async <T>(id: string, what: string, read: (panel: Panel) => T): Promise<T> => {
    rig.asked.push(`${id} ${what}`)
    const panel = rig.panels.get(id)!
    await rig.clock.pass(panel.answersAfterMs)
    return read(panel)
  }
  return {
    client: (id: string) => ({
      list: (kind: 'ftp' | 'cron') =>
        answer(id, kind, (panel) => {
          const rows = panel[kind]()
          return { rows, total: rows.length + panel.notListed }
        }),
      get: (kind: 'ftp' | 'cron', rowId: string, { priority }: { priority: string }) =>
        kind === 'ftp'
          ? answer(id, `${priority} ${rowId}`, ({ one }) => one(rowId))
          : answer(id, `job ${rowId}`, ({ oneJob }) => oneJob(Number(rowId))),
    }),
    budget: async (id: string) => rig.budgetOf(id),
    panelOf: (serverId: string) => serverId,
    // The budget is never idle, so that no background reads of single rows disturb these tests.
    knownBudget: () => ({ view: () => ({ limit: 60, remaining: 0, resetAtMs: null }), clockAheadMs: () => null }),
  } as unknown as Connections
}

/** A budget for each server that is asked about. */
function createBudgets(): (id: string) => Budget {
  const budgets = new Map<string, Budget>()
  return (id) => {
    const own = budgets.get(id) ?? budget()
    budgets.set(id, own)
    return own
  }
}

function openRig(): PlanningRig {
  const data = makeDataDir()
  const clock = createVirtualClock(nowMs)
  const log = recordingLog()
  const storage = openStorage({ dataDir: data.dir, nowMs: () => clock.now(), log })
  const planning: EventPayload<'bulk.planning'>[] = []
  const emit: BulkDeps['emit'] = (event, payload) => {
    if (event === 'bulk.planning') planning.push(payload as EventPayload<'bulk.planning'>)
  }
  const stubPanels: StubPanels = { clock, panels: new Map(), asked: [], budgetOf: createBudgets() }
  const connections = createConnections(stubPanels)
  const inventory = createInventory({ storage, connections, clock, log, emit })
  const none = () => {
    throw new AppError('run.unknown', 'No such run')
  }
  const bulk = createPlanHandlers({ storage, connections, inventory, clock, log, emit } as unknown as BulkDeps, {
    run: none,
    items: none,
    reconcile: async () => none(),
  })
  const close = () => {
    bulk.close()
    void inventory.close()
    storage.close()
    data.remove()
  }
  return Object.assign(stubPanels, { storage, inventory, bulk, planning, close })
}

export const fail = (code: ConstructorParameters<typeof AppError>[0]) => () => {
  throw new AppError(code, 'It failed')
}
export const addOn = (...keys: string[]) => ({
  action: { type: 'ftp.edit', patch: { ips: { mode: 'add', entries: ['198.51.100.1'] } } } as const,
  keys,
})
export const code = (value: string) => expect.objectContaining({ code: value })
export const page = { offset: 0, limit: 100 }

/** A rig for each test, and what tests do with it. */
export function usePlanning() {
  let rig: PlanningRig
  beforeEach(() => {
    rig = openRig()
  })
  afterEach(() => rig.close())

  function put(id: string, panel: Partial<Panel> = {}, profile: Parameters<typeof server>[2] = {}): void {
    rig.storage.servers.put(server(id, rig.panels.size, { environment: 'staging', ...profile }))
    const ftp = panel.ftp ?? (() => [ftpRow('a', { allowedIps: ['203.0.113.7'] }), ftpRow('b', { allowedIps: [] })])
    rig.panels.set(id, {
      ftp,
      cron: () => [cronRow(1)],
      one: (username) => ftp().find((row) => row.username === username)!,
      oneJob: fail('panel.not-found'),
      notListed: 0,
      answersAfterMs: 10,
      ...panel,
    })
  }
  const plan = (input: Input<'bulk.plan'>): Promise<Output<'bulk.plan'>> =>
    rig.clock.runUntil(
      Promise.resolve(
        rig.bulk.handlers['bulk.plan']({
          ...input,
          intent: input.intent && bulkIntent.parse(input.intent),
        } as never) as Promise<Output<'bulk.plan'>>,
      ),
    )
  const planOf = (intent: Input<'bulk.plan'>['intent'], planningId = 't') => plan({ planningId, intent })
  const impossibleOf = (planId: string) =>
    (rig.bulk.handlers['bulk.planImpossible']({ planId, ...page }) as Output<'bulk.planImpossible'>).rows
  return { rig: () => rig, put, plan, planOf, impossibleOf }
}
