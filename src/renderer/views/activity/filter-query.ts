import type { LocationQuery } from 'vue-router'
import type { ActivityEntry, ActivityFilter } from '../../../shared/model/activity.ts'

export const results = [
  'done',
  'failed',
  'unknown',
  'under-way',
  'skipped',
] as const satisfies readonly ActivityEntry['result'][]

/** What the fields of the Activity screen hold; blank for no restriction. Their names are those of the address. */
export interface FilterFields {
  /** The id of a server, or a tag behind a `#`. */
  readonly server: string
  /** A row key, which only a link can set. */
  readonly row: string
  readonly kind: string
  readonly who: string
  readonly result: ActivityEntry['result'] | ''
  readonly q: string
}
export const noFilter: FilterFields = { server: '', row: '', kind: '', who: '', result: '', q: '' }

/** The index of the text needs three characters. A shorter text restricts nothing yet. */
const fewestCharacters = 3
export const isTooShort = ({ q }: Pick<FilterFields, 'q'>): boolean => {
  const { length } = [...q.trim()]
  return length > 0 && length < fewestCharacters
}

/** Returns the filter that an address asks for. Unknown values count as blank. */
export function fieldsOf(query: LocationQuery): FilterFields {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const result = results.find((one) => one === query['result']) ?? ''
  return { server: text('server'), row: text('row'), kind: text('kind'), who: text('who'), result, q: text('q') }
}

/** Returns the parameters of the address for a filter: those that restrict something. */
export const queryOf = (fields: FilterFields): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ''))

/** Returns what the field of the server holds for all servers of a tag. */
export const ofTag = (tag: string): string => `#${tag}`
/** Returns the tag that the field of the server holds; null for a single server or none. */
export const tagOf = (server: string): string | null => (server.startsWith('#') ? server.slice(1) : null)

/** Returns the filter as core takes it. */
export function filterOf(fields: FilterFields): ActivityFilter {
  const { server, row, kind, who, result, q } = fields
  const tag = tagOf(server)
  return {
    ...(tag === null ? {} : { tag }),
    ...(server === '' || tag !== null ? {} : { serverIds: [server] }),
    ...(row === '' ? {} : { rowKey: row }),
    ...(kind === '' ? {} : { kind }),
    ...(who === '' ? {} : { person: who }),
    ...(result === '' ? {} : { result }),
    ...(q.trim() === '' || isTooShort(fields) ? {} : { text: q.trim() }),
  }
}
