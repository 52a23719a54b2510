import type { ListedKind } from '../../shared/kinds/index.ts'

/** A logical time: later versions are greater. */
export type Version = number

interface KindVersions {
  listAskedAt: Version
  /** The versions of rows that were read or removed after that list was requested. */
  readonly rows: Map<string, Version>
}

/**
 * Decides which answer about a row is newer. Answers overtake each other, so the time of the request decides: an
 * answer that was requested before a row was changed must not restore the old row, nor bring back a removed one.
 */
export interface VersionClock {
  /** Returns a new version. Take it when a request is about to leave, or when a change has ended. */
  next(): Version
  /** Records that a request of this version read a row or found it gone. Returns false if something newer is known. */
  rowReported(serverId: string, kind: ListedKind, id: string, askedAt: Version): boolean
  /** Returns whether this row by itself was read, changed or found gone after this version and after the last list. */
  rowTouched(serverId: string, kind: ListedKind, id: string, since: Version): boolean
  /**
   * Records a whole list of this version. Returns a function that tells whether a row by itself was read, changed or
   * found gone since then, or null if that is true of no row.
   */
  listReported(serverId: string, kind: ListedKind, askedAt: Version): ((id: string) => boolean) | null
  /** Returns whether a list that was requested after this version has come already. */
  isListOutdated(serverId: string, kind: ListedKind, askedAt: Version): boolean
  /** Returns whether any row was read, changed or found gone by itself since the last list was requested. */
  kindTouched(serverId: string, kind: ListedKind): boolean
  forget(serverId: string): void
}

export function createVersionClock(): VersionClock {
  const servers = new Map<string, Map<ListedKind, KindVersions>>()
  let last: Version = 0

  const versionsOf = (serverId: string, kind: ListedKind): KindVersions => {
    const known = servers.get(serverId) ?? new Map<ListedKind, KindVersions>()
    servers.set(serverId, known)
    const versions = known.get(kind) ?? { listAskedAt: 0, rows: new Map() }
    known.set(kind, versions)
    return versions
  }

  return {
    next: () => ++last,
    rowReported(serverId, kind, id, askedAt) {
      const known = versionsOf(serverId, kind)
      if (askedAt < (known.rows.get(id) ?? known.listAskedAt)) return false
      known.rows.set(id, askedAt)
      return true
    },
    listReported(serverId, kind, askedAt) {
      const known = versionsOf(serverId, kind)
      known.listAskedAt = askedAt
      for (const [id, reportedAt] of known.rows) if (reportedAt <= askedAt) known.rows.delete(id)
      return known.rows.size === 0 ? null : (id) => known.rows.has(id)
    },
    isListOutdated: (serverId, kind, askedAt) => askedAt < versionsOf(serverId, kind).listAskedAt,
    rowTouched: (serverId, kind, id, since) => (versionsOf(serverId, kind).rows.get(id) ?? 0) > since,
    kindTouched: (serverId, kind) => versionsOf(serverId, kind).rows.size > 0,
    forget: (serverId) => void servers.delete(serverId),
  }
}
