import type { ActivityFilter } from '../../shared/model/activity.ts'
import type { Handlers } from '../dispatch.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports.ts'
import type { RecordFilter, Storage } from '../storage/types.ts'
import type { Activity } from './activity.ts'
import { exportEntries } from './export-entries.ts'

/** More entries than any record has. */
const noLimit = Number.MAX_SAFE_INTEGER

interface ActivityDeps {
  readonly storage: Pick<Storage, 'record' | 'servers'>
  readonly clock: Clock
  readonly emit: Emit
  readonly activity: Activity
  /** Called after entries and items of runs have been erased. */
  readonly onErased: () => void
}

/** Creates the handlers that read, export and erase the record. */
export function createActivityHandlers({
  storage: { record, servers },
  clock,
  emit,
  activity,
  onErased,
}: ActivityDeps): Pick<Handlers, Extract<keyof Handlers, `activity.${string}`>> {
  /** Names the servers of a tag by their ids. */
  const withTag = <F extends ActivityFilter>({ tag, ...filter }: F): Omit<F, 'tag'> & RecordFilter => {
    if (tag === undefined) return filter
    const tagged = servers.list().flatMap(({ id, tags }) => (tags.includes(tag) ? [id] : []))
    return { ...filter, serverIds: tagged.filter((id) => filter.serverIds?.includes(id) ?? true) }
  }
  return {
    'activity.list': (query) => [...record.list(withTag(query))],
    'activity.lines': (query) => record.lines(withTag(query)),
    'activity.people': () => [...record.people()],
    'activity.perDay': ({ startsMs }) => [...record.perDay(startsMs)],
    'activity.export': ({ format, ...filter }) =>
      exportEntries(record.list({ ...withTag(filter), limit: noLimit }), format, clock.now()),
    'activity.erasure': ({ serverIds }) => record.erasure(serverIds),
    'activity.erase': async ({ serverIds }) => {
      // The entry about the erasure must not name what was erased.
      const erased = await activity.record({ action: 'activity.erase', subject: '', server: null }, async () => {
        const { erased: value, step } = record.erase(serverIds)
        while (step()) await new Promise<void>((resolve) => void clock.after(0, resolve))
        return { value, before: null, after: { entries: value.entries, runItems: value.runItems } }
      })
      onErased()
      emit('activity.erased', {})
      return erased
    },
  }
}
