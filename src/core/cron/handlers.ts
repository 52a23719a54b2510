import { rowKey } from '../../shared/model/inventory.ts'
import type { CronJob, CronPatch } from '../../shared/kinds/cron.ts'
import { differing } from '../activity/activity.ts'
import type { Handlers } from '../dispatch.ts'
import { reconcileCronCreate } from '../panel/reconcile.ts'
import { setAndRead } from '../panel/set-and-read.ts'
import { reconcileOptions } from '../panel/reconcile-options.ts'
import type { ReportedRow } from '../../shared/kinds/kind.ts'
import type { CallOptions, PanelClient } from '../panel/types.ts'
import type { ServersDeps } from '../servers/server-list.ts'
import type { WithLock } from '../keyed-mutex.ts'

/** Options for a request of the user: it leaves before queued work, and shares no read that left before a change. */
const userCall: CallOptions = { priority: 'interactive', unshared: true }

type CronMethods = Extract<keyof Handlers, `cron.${string}`>
type CronDeps = Pick<ServersDeps, 'storage' | 'connections' | 'inventory' | 'activity' | 'clock'>
/** Dependencies of changes. Changes of one job run one after another, so that none reads back another's values. */
type ChangeDeps = CronDeps & { readonly withLock: WithLock }

/** Creates the handlers of all `cron.*` methods. Each change concerns one job. Updates are read back and compared. */
export function createCronHandlers(deps: ChangeDeps): Pick<Handlers, CronMethods> {
  return { ...readHandlers(deps), ...changeHandlers(deps), ...noteHandlers(deps) }
}

/** Reads one job and puts it in its slice. Returns the job as the panel sent it and as the slice has it. */
async function readJob(
  deps: CronDeps,
  serverId: string,
  id: number,
  client: PanelClient = deps.connections.client(serverId),
) {
  const version = deps.inventory.version()
  const reported = await client.get('cron', String(id), userCall)
  return { reported, job: deps.inventory.rowRead(serverId, 'cron', reported, version) }
}

function readHandlers(deps: CronDeps): Pick<Handlers, 'cron.logs'> {
  return {
    'cron.logs': async ({ serverId, id }) => {
      deps.connections.server(serverId)
      return deps.connections.client(serverId).cronLogs(String(id), userCall)
    },
  }
}

/** Returns the patch's fields that differ from the job. Only these are sent: the API document shows partial updates. */
function changedFields(job: ReportedRow<CronJob>, patch: CronPatch): CronPatch {
  const entries = Object.entries(patch).filter(([field, value]) => job[field as keyof CronPatch] !== value)
  return Object.fromEntries(entries)
}

/**
 * Returns whether a job that was read back has the wanted values. Returns null if all but `enabled` are right and the
 * panel does not report `enabled`.
 */
function isPatchApplied(job: ReportedRow<CronJob>, wanted: CronPatch): boolean | null {
  const differs = Object.keys(changedFields(job, wanted))
  if (differs.length === 0) return true
  return job.enabled === null && differs.every((field) => field === 'enabled') ? null : false
}

/** Adds the id of a job to both sides of an activity entry, because jobs of one server may share a name. */
function withJobId(id: number, { before, after }: { readonly before: object; readonly after: object }) {
  return { before: { id, ...before }, after: { id, ...after } }
}

function changeHandlers(deps: ChangeDeps): Pick<Handlers, 'cron.create' | 'cron.update' | 'cron.remove'> {
  const { withLock } = deps
  return {
    'cron.create': ({ serverId, draft }) => {
      const server = deps.connections.writable(serverId)
      return deps.activity.record({ action: 'cron.create', subject: draft.name, server }, async () => {
        const slice = deps.inventory.slice(serverId, 'cron')
        const reported = await reconcileCronCreate(
          deps.connections.client(serverId),
          draft,
          userCall,
          deps.clock.now(),
          reconcileOptions(
            deps.clock,
            slice.rows.map((row) => String(row.id)),
            slice.readAtMs,
          ),
        )
        const after = deps.inventory.rowRead(serverId, 'cron', reported)
        return { value: { before: null, after }, before: null, after: { ...after } }
      })
    },

    'cron.update': ({ serverId, id, patch }) =>
      withLock(rowKey(serverId, 'cron', id), async () => {
        const server = deps.connections.writable(serverId)
        const job = deps.inventory.slice(serverId, 'cron').rows.find((row) => row.id === id)
        return deps.activity.record({ action: 'cron.update', subject: job?.name ?? `#${id}`, server }, async () => {
          // All three requests use one client: if the address is edited in between, the change must not go to another
          // panel than the one that was read.
          const client = deps.connections.client(serverId)
          const { reported, job: before } = await readJob(deps, serverId, id, client)
          const wanted = changedFields(reported, patch)
          if (Object.keys(wanted).length === 0)
            return { value: { before, after: before }, ...withJobId(id, { before: {}, after: {} }) }
          const readBack = await setAndRead(before.name, {
            set: () => client.set('cron', String(id), 'settings', wanted, userCall),
            read: () => readJob(deps, serverId, id, client),
            isApplied: (shown) => isPatchApplied(shown.reported, wanted),
          })
          // If the panel does not report `enabled`, assume the value that was just set.
          const after =
            readBack.reported.enabled === null && wanted.enabled !== undefined
              ? deps.inventory.rowRead(serverId, 'cron', { ...readBack.reported, enabled: wanted.enabled })
              : readBack.job
          return {
            value: { before, after },
            ...withJobId(id, differing({ ...before, updatedAt: null }, { ...after, updatedAt: null })),
          }
        })
      }),

    'cron.remove': ({ serverId, id }) =>
      withLock(rowKey(serverId, 'cron', id), async () => {
        const server = deps.connections.writable(serverId)
        const before = deps.inventory.slice(serverId, 'cron').rows.find((row) => row.id === id) ?? null
        return deps.activity.record({ action: 'cron.remove', subject: before?.name ?? `#${id}`, server }, async () => {
          await deps.connections.client(serverId).remove('cron', String(id), userCall)
          deps.inventory.rowGone(serverId, 'cron', String(id))
          return { value: {}, before: before && { ...before }, after: null }
        })
      }),
  }
}

function noteHandlers(deps: CronDeps): Pick<Handlers, 'cron.notes' | 'cron.setNote'> {
  return {
    'cron.notes': () => deps.storage.notes.all(),
    'cron.setNote': ({ serverId, id, note }) => {
      const server = deps.connections.server(serverId)
      const job = deps.inventory.slice(serverId, 'cron').rows.find((row) => row.id === id)
      const before = deps.storage.notes.all()[rowKey(serverId, 'cron', id)] ?? ''
      return deps.activity.record({ action: 'cron.setNote', subject: job?.name ?? `#${id}`, server }, () => {
        deps.storage.notes.put(serverId, id, note)
        return { value: {}, ...withJobId(id, { before: { note: before }, after: { note } }) }
      })
    },
  }
}
