import type { Storage, StoredServer } from '../storage/types.ts'

/**
 * Returns a function that returns the panel of a server, as an id that all servers of one panel share: servers with the
 * same origin, and servers whose pinned certificates have the same key, which may be one panel behind two names. An
 * unknown server is a panel of its own. The panels are found again only when the list of servers has changed.
 */
export function createPanels(servers: Pick<Storage['servers'], 'list'>): (serverId: string) => string {
  let found: { readonly list: readonly StoredServer[]; readonly panels: ReadonlyMap<string, string> } = {
    list: [],
    panels: new Map(),
  }
  return (serverId) => {
    const list = servers.list()
    if (list !== found.list) found = { list, panels: panelsOf(list) }
    return found.panels.get(serverId) ?? serverId
  }
}

/** Joins the servers that share an origin or a key, also through a third one. The first server names the panel. */
function panelsOf(list: readonly StoredServer[]): ReadonlyMap<string, string> {
  const panels = new Map<string, string>()
  const byMark = new Map<string, string>()
  for (const { id, url, pin } of list) {
    const marks = [new URL(url).origin, ...(pin ? [`key ${pin.keyFingerprint256}`] : [])]
    const known = [...new Set(marks.flatMap((mark) => byMark.get(mark) ?? []))]
    const panel = known[0] ?? id
    panels.set(id, panel)
    for (const other of known.slice(1)) {
      for (const [server, its] of panels) if (its === other) panels.set(server, panel)
      for (const [mark, its] of byMark) if (its === other) byMark.set(mark, panel)
    }
    for (const mark of marks) byMark.set(mark, panel)
  }
  return panels
}
