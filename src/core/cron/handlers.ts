import { rowKey } from '../../shared/model/inventory.ts'
import type { Handlers } from '../dispatch.ts'
import type { ServersDeps } from '../servers/server-list.ts'

type CronMethods = Extract<keyof Handlers, `cron.${string}`>
type CronDeps = Pick<ServersDeps, 'storage' | 'connections' | 'inventory' | 'activity'>

/** Creates the handlers of all `cron.*` methods: what only jobs have, a log on the panel and a note kept here. */
export function createCronHandlers(deps: CronDeps): Pick<Handlers, CronMethods> {
  return {
    'cron.logs': async ({ serverId, id }) => {
      deps.connections.server(serverId)
      return deps.connections.client(serverId).cronLogs(String(id), { priority: 'interactive', unshared: true })
    },
    ...noteHandlers(deps),
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
        // The id is in the entry, because jobs of one server may share a name.
        return { value: {}, before: { id, note: before }, after: { id, note } }
      })
    },
  }
}
