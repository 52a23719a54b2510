import type { CachedPlan } from '../../src/core/bulk/types.ts'
import type { DemoPanelServer } from '../../src/demo/panel.ts'
import { accountOf } from '../../src/demo/kinds/ftp/state.ts'
import { jobOf } from '../../src/demo/kinds/cron/state.ts'
import { createRandom, type Random } from '../../src/demo/random.ts'
import { emptyState, type PanelState } from '../../src/demo/state.ts'
import { createAccount, createJob, planOf, removeAccount, removeJob, updateAccount, updateJob } from '../bulk/plans.ts'

type Draft = ReturnType<typeof updateAccount>

/** The state of a panel with enough rows for this many items, and some rows that no item changes. */
export function panelState(items: number, nowMs: number): PanelState {
  const at = nowMs - 3_600_000
  const accounts = Math.ceil(items * 0.7) + 5
  const jobs = Math.ceil(items * 0.3) + 5
  return {
    ...emptyState('admin', 420),
    accounts: Array.from({ length: accounts }, (_, index) =>
      accountOf({ username: `admin_a${index}`, allowedIps: [`192.0.2.${index % 250}/32`], quotaMb: 10 }, at),
    ),
    jobs: Array.from({ length: jobs }, (_, index) =>
      jobOf({ id: index + 1, name: `job${index}`, command: `/bin/job ${index}`, stuck: true }, at),
    ),
    nextJobId: jobs + 1,
  }
}

const pickWeighted = (random: Random, weights: readonly (readonly [string, number])[]): string => {
  let left = random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of weights) {
    left -= weight
    if (left < 0) return name
  }
  return weights[0]?.[0] ?? ''
}

const ftpKinds = [
  ['ips', 3],
  ['toggle', 3],
  ['settings', 1],
  ['remove', 1],
  ['create', 1.5],
] as const
const cronKinds = [
  ['edit', 3],
  ['remove', 1],
  ['create', 1.5],
] as const

/** Drafts for one server: every kind of change, and at most one change for each row. */
function draftsFor(serverId: string, panel: DemoPanelServer, count: number, random: Random): readonly Draft[] {
  const { accounts, jobs } = panel
  let [account, job] = [0, 0]
  return Array.from({ length: count }, (_, index): Draft => {
    if (random.chance(0.7)) {
      const row = accounts[account]
      const kind = row ? pickWeighted(random, ftpKinds) : 'create'
      if (kind === 'create' || !row)
        return createAccount(
          serverId,
          `new${index}`,
          random.chance(0.5) ? { quotaMb: 50, allowedIps: ['203.0.113.9/32'] } : {},
        )
      account += 1
      if (kind === 'ips') return updateAccount(serverId, row, { allowedIps: [...row.allowedIps, '203.0.113.0/24'] })
      if (kind === 'toggle') return updateAccount(serverId, row, { enabled: !row.enabled })
      if (kind === 'settings') return updateAccount(serverId, row, { quotaMb: 77, readOnly: true })
      return removeAccount(serverId, row)
    }
    const row = jobs[job]
    const kind = row ? pickWeighted(random, cronKinds) : 'create'
    if (kind === 'create' || !row)
      return createJob(serverId, `made${index}`, random.chance(0.5) ? { enabled: false, emailOnError: true } : {})
    job += 1
    return kind === 'edit'
      ? updateJob(serverId, row, { command: `/bin/new ${index}`, enabled: !row.enabled })
      : removeJob(serverId, row)
  })
}

/** Makes a plan of mixed changes on these panels. The same seed makes the same plan. */
export function makePlan(panels: readonly DemoPanelServer[], items: number, seed: number): CachedPlan {
  const random = createRandom(seed)
  const itemsPerPanel = Math.ceil(items / panels.length)
  const drafts = panels
    .flatMap((panel, index) =>
      draftsFor(`s${index}`, panel, Math.min(itemsPerPanel, items - index * itemsPerPanel), random),
    )
    .slice(0, items)
  const secrets = new Map(
    drafts.flatMap((draft, index) =>
      draft.op === 'create' && draft.kind === 'ftp' ? [[index, `pw-${seed}-${index}-S3cure`] as const] : [],
    ),
  )
  return planOf(drafts, { secrets, needs: { passphrase: true }, id: `plan-${seed}` })
}
