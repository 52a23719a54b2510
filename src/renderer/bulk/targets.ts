import type { ServerProfile } from '../../shared/model/server.ts'

/** The rows that a change is for, by their keys `serverId/kind/id`: their kind and the servers they are on. */
export function targetsOf(
  keys: readonly string[],
  byId: ReadonlyMap<string, ServerProfile>,
): { readonly kind: 'ftp' | 'cron'; readonly servers: readonly ServerProfile[] } {
  const ids = new Set(keys.map((key) => key.slice(0, key.indexOf('/'))))
  const [first = ''] = keys
  return {
    kind: first.split('/')[1] === 'cron' ? 'cron' : 'ftp',
    servers: [...ids].flatMap((id) => byId.get(id) ?? []),
  }
}
