import { z } from 'zod'
import { serverDraft, type ServerProfile } from '../../shared/model/server.ts'
import type { StoredServer } from '../storage/types.ts'
import { newServer, toProfile } from './profile.ts'
import { activityFields, nextPosition, replaceServer, type ServersDeps } from './server-list.ts'

/** Where the notes on the jobs of this server begin in the list of all notes. */
const notesOf = (serverId: string) => `${serverId}/cron/`

/** What the record keeps of a removed server, so that it can come back. Its token and certificate are not in it. */
const removed = serverDraft.extend({
  position: z.number().int().optional(),
  /** Demo servers live as long as their panels: they do not come back. */
  demo: z.boolean().optional(),
  /** The notes on its jobs, by the ids of the jobs. */
  jobNotes: z.record(z.string(), z.string()).default({}),
})

/** Returns what the record keeps of a server that is being removed. `notes` are the notes on all jobs. */
export function removedFields(server: StoredServer, notes: Readonly<Record<string, string>>) {
  const start = notesOf(server.id)
  const jobNotes = Object.fromEntries(
    Object.entries(notes).flatMap(([key, note]) => (key.startsWith(start) ? [[key.slice(start.length), note]] : [])),
  )
  return {
    ...activityFields(server),
    token: server.hasToken ? 'kept' : 'none',
    position: server.position,
    ...(server.demo ? { demo: true } : {}),
    ...(Object.keys(jobNotes).length > 0 ? { jobNotes } : {}),
  }
}

/** Reads what the record keeps of a removed server; null if it cannot come back from that. */
export function readRemoved(fields: unknown): z.infer<typeof removed> | null {
  const { success, data } = removed.safeParse(fields)
  return success && data.demo !== true ? data : null
}

/** Adds a removed server again, where it was and with the notes on its jobs, but without token and certificate. */
export function restoreServer(
  deps: ServersDeps,
  id: string,
  { jobNotes, position = nextPosition(deps.storage), demo: _, ...draft }: z.infer<typeof removed>,
): Promise<ServerProfile> {
  const server = newServer(draft, { id, position, nowMs: deps.clock.now() })
  return deps.activity.record({ action: 'servers.add', subject: server.name, server: null }, () => {
    replaceServer(deps, server)
    for (const [jobId, note] of Object.entries(jobNotes)) deps.storage.notes.put(id, Number(jobId), note)
    return { value: toProfile(server), before: null, after: activityFields(server), added: server }
  })
}
