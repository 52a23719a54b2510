import type { ActivityEntry } from '../../../shared/model/activity.ts'

/** Returns one entry as JSON, with its time as ISO 8601 in UTC, to share or for a script. The log holds no secrets. */
export function entryJson(entry: ActivityEntry): string {
  const { id, atMs, ...rest } = entry
  return JSON.stringify({ id, at: new Date(atMs).toISOString(), ...rest }, null, 2)
}
