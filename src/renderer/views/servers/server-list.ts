import type { Environment } from '../../../shared/model/server.ts'
import type { ServerRow } from '../../fleet/server-row.ts'
import type { Collation } from '../../table/collation.ts'
import { statusKinds, type StatusKind } from '../../fleet/server-status.ts'

export const sortKeys = ['order', 'name', 'host', 'status', 'ftp', 'cron', 'read', 'budget', 'tags', 'folder'] as const
export type SortKey = (typeof sortKeys)[number]
export interface Sort {
  readonly key: SortKey
  readonly descending: boolean
}

/** Undefined means "any". An empty folder means the servers without a folder. */
export interface ServerFilter {
  readonly text: string
  readonly tag: string | undefined
  readonly environment: Environment | undefined
  readonly folder: string | undefined
  readonly status: StatusKind | undefined
}

export const noFilter: ServerFilter = {
  text: '',
  tag: undefined,
  environment: undefined,
  folder: undefined,
  status: undefined,
}

export function isFiltering(filter: ServerFilter): boolean {
  const { text, ...choices } = filter
  return text.trim() !== '' || Object.values(choices).some((choice) => choice !== undefined)
}

const dayMs = 86_400_000

/** Returns whether the trusted certificate ends within so many days. A certificate that has expired always does. */
function expiresWithin({ server }: ServerRow, days: string, nowMs: number): boolean {
  return server.pin !== null && /^\d+$/.test(days) && server.pin.validToMs < nowMs + Number(days) * dayMs
}

function hasWord(row: ServerRow, field: string, word: string, nowMs: number): boolean {
  const { server } = row
  const within = (text: string) => text.toLowerCase().includes(word)
  if (field === 'tag') return server.tags.some(within)
  if (field === 'env') return server.environment.startsWith(word)
  if (field === 'folder') return within(server.folder)
  if (field === 'expires') return expiresWithin(row, word, nowMs)
  if (field === 'status') return row.state.kind.startsWith(word)
  return (
    within(server.name) ||
    within(server.url) ||
    within(server.folder) ||
    within(server.notes) ||
    server.tags.some(within)
  )
}

/**
 * Returns whether all words of a text match. `tag:`, `env:`, `folder:`, `status:` and `expires:` (in days, of the
 * certificate) name a field. A word without a field matches the name, the address, the folder, the notes and the tags.
 * A leading minus negates a word.
 */
function fitsText(row: ServerRow, text: string, nowMs: number): boolean {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-')
    .every((word) => {
      const negated = word.startsWith('-')
      const [, field = '', value = ''] =
        /^(?:(tag|env|folder|status|expires):)?(.*)$/s.exec(negated ? word.slice(1) : word) ?? []
      return value === '' || hasWord(row, field, value, nowMs) !== negated
    })
}

/** Returns the rows that pass a filter, in their order. */
export function filterRows(rows: readonly ServerRow[], filter: ServerFilter, nowMs = Date.now()): readonly ServerRow[] {
  return rows.filter(
    (row) =>
      (filter.tag === undefined || row.server.tags.includes(filter.tag)) &&
      (filter.environment === undefined || row.server.environment === filter.environment) &&
      (filter.folder === undefined || row.server.folder === filter.folder) &&
      (filter.status === undefined || row.state.kind === filter.status) &&
      fitsText(row, filter.text, nowMs),
  )
}

/** Returns the text or number to sort by. Null sorts last in either direction. */
function sortValue(row: ServerRow, key: SortKey): string | number | null {
  const { server, status, state, budget } = row
  switch (key) {
    case 'order':
      return server.position
    case 'name':
      return server.name
    case 'host':
      return row.host
    case 'status':
      return statusKinds.indexOf(state.kind)
    case 'ftp':
      return status?.ftp.readAtMs == null ? null : status.ftp.count
    case 'cron':
      return status?.cron.readAtMs == null ? null : status.cron.count
    case 'read':
      return state.readAtMs
    case 'budget':
      return budget?.remaining ?? null
    case 'tags':
      return server.tags[0] ?? null
    case 'folder':
      return server.folder || null
  }
}

/** Returns a sorted copy. `compare` compares texts. Equal rows keep the user's own order. */
export function sortRows(rows: readonly ServerRow[], sort: Sort, compare: Collation['compare']): readonly ServerRow[] {
  const direction = sort.descending ? -1 : 1
  return [...rows].sort((a, b) => {
    const left = sortValue(a, sort.key)
    const right = sortValue(b, sort.key)
    if (left === null || right === null)
      return left === right ? a.server.position - b.server.position : left === null ? 1 : -1
    const order =
      typeof left === 'string' && typeof right === 'string' ? compare(left, right) : Number(left) - Number(right)
    return order === 0 ? a.server.position - b.server.position : order * direction
  })
}

export interface ServerGroup {
  readonly folder: string
  readonly rows: readonly ServerRow[]
}

/** Groups rows by folder. Folders are sorted by name, rows without a folder come last, and rows keep their order. */
export function groupByFolder(rows: readonly ServerRow[], compare: Collation['compare']): readonly ServerGroup[] {
  const folders = [...new Set(rows.map((row) => row.server.folder))].sort((a, b) =>
    a === '' || b === '' ? Number(a === '') - Number(b === '') : compare(a, b),
  )
  return folders.map((folder) => ({ folder, rows: rows.filter((row) => row.server.folder === folder) }))
}

/** Returns the ids with one of them moved before or after another. Returns the same array if nothing moves. */
export function movedNextTo(
  ids: readonly string[],
  id: string,
  neighbour: string,
  side: 'before' | 'after',
): readonly string[] {
  if (id === neighbour || !ids.includes(id) || !ids.includes(neighbour)) return ids
  const otherIds = ids.filter((each) => each !== id)
  const at = otherIds.indexOf(neighbour) + (side === 'after' ? 1 : 0)
  const next = [...otherIds.slice(0, at), id, ...otherIds.slice(at)]
  return next.every((each, index) => each === ids[index]) ? ids : next
}
