import type { ServerProfile } from '../../shared/model/server.ts'
import type { GroupKey } from './groups.ts'

const environments: readonly ServerProfile['environment'][] = ['production', 'staging', 'development', 'none']

/**
 * Returns a function that joins the tags of a server. A row is in only one group, so several tags are grouped by
 * their combination, in whatever order they were entered.
 */
function createTagsOf(locale: string): (server: ServerProfile) => string {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const known = new WeakMap<ServerProfile, string>()
  return (server) => {
    const cached = known.get(server) ?? server.tags.toSorted(compare).join(', ')
    known.set(server, cached)
    return cached
  }
}

/** Returns the group keys of every combined table, which are fields of the server. `words` names an environment. */
export function serverGroups<Row extends { readonly server: ServerProfile }>(
  words: (environment: ServerProfile['environment']) => string,
  locale: string,
): readonly GroupKey<Row>[] {
  const tagsOf = createTagsOf(locale)
  return [
    // Grouped by id, because two servers may have the same name.
    {
      id: 'server',
      header: 'field.server',
      of: ({ server }) => server.id,
      label: ({ server }) => server.name,
      showsEnvironment: 'named',
    },
    { id: 'tag', header: 'field.tag', of: ({ server }) => tagsOf(server), none: 'fleet.group.noTag' },
    {
      id: 'environment',
      header: 'field.environment',
      of: ({ server: { environment } }) => (environment === 'none' ? '' : environment),
      label: ({ server }) => words(server.environment),
      rank: ({ server }) => environments.indexOf(server.environment),
      none: 'shell.env.none',
      showsEnvironment: 'strip',
    },
    { id: 'folder', header: 'field.folder', of: ({ server }) => server.folder, none: 'field.noFolder' },
  ]
}
