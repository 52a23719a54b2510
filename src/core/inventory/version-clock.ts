import type { Kind } from '../../shared/model/inventory.ts'

/** A point in the order of things; later ones are greater. */
export type Version = number

interface Known {
  listAskedAt: Version
  /** Rows that were read or removed after that list was asked for. */
  readonly rows: Map<string | number, Version>
}

/**
 * Which answer about a row is the newer one. Answers overtake each other, so what counts is when they were asked for:
 * an answer asked for before a row was changed must not put the old row back, nor bring back one that was removed.
 */
export interface VersionClock {
  /** To be taken when a request is about to leave, or when a change has ended. */
  now(): Version
  /**
   * Notes that a row was read, or found gone, by a request of that moment. False where something newer is known of it.
   */
  rowReported(serverId: string, kind: Kind, id: string | number, askedAt: Version): boolean
  /** Whether this row was read, changed or found gone by something newer than a list of that moment. */
  rowTouched(serverId: string, kind: Kind, id: string | number, since: Version): boolean
  /**
   * Notes a whole list of that moment; the function returned tells of which rows something newer is known, null if of
   * none.
   */
  listReported(serverId: string, kind: Kind, askedAt: Version): ((id: string | number) => boolean) | null
  /** Whether a row was read or changed since the last list was asked for. */
  touched(serverId: string, kind: Kind): boolean
  forget(serverId: string): void
}

export function createVersionClock(): VersionClock {
  const servers = new Map<string, Record<Kind, Known>>()
  let last: Version = 0

  const of = (serverId: string, kind: Kind): Known => {
    const known = servers.get(serverId) ?? {
      ftp: { listAskedAt: 0, rows: new Map() },
      cron: { listAskedAt: 0, rows: new Map() },
    }
    servers.set(serverId, known)
    return known[kind]
  }

  return {
    now: () => ++last,
    rowReported(serverId, kind, id, askedAt) {
      const known = of(serverId, kind)
      if (askedAt < (known.rows.get(id) ?? known.listAskedAt)) return false
      known.rows.set(id, askedAt)
      return true
    },
    listReported(serverId, kind, askedAt) {
      const known = of(serverId, kind)
      known.listAskedAt = Math.max(known.listAskedAt, askedAt)
      for (const [id, reportedAt] of known.rows) if (reportedAt <= askedAt) known.rows.delete(id)
      return known.rows.size === 0 ? null : (id) => known.rows.has(id)
    },
    rowTouched: (serverId, kind, id, since) => (of(serverId, kind).rows.get(id) ?? 0) > since,
    touched: (serverId, kind) => of(serverId, kind).rows.size > 0,
    forget: (serverId) => void servers.delete(serverId),
  }
}
