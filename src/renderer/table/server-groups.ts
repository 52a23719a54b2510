import type { ServerProfile } from '../../shared/model/server.ts'
import type { GroupKey } from './groups.ts'

const environments: readonly ServerProfile['environment'][] = ['production', 'staging', 'development', 'none']

/**
 * A row is in one group, so that of several tags it is their combination that it is grouped by; in whatever order they
 * were given.
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

/** What the rows of every combined table can be grouped by: facts of their server. `words` says an environment. */
export function serverGroups<Row extends { readonly server: ServerProfile }>(
  words: (environment: ServerProfile['environment']) => string,
  locale: string,
): readonly GroupKey<Row>[] {
  const tagsOf = createTagsOf(locale)
  return [
    // Two servers may have one name.
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
