import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { textQuery } from './entry-text.ts'
import type { EntryPage, RecordFilter } from './types.ts'

/** Entries are out of order in time if the clock was set back, by less than this. */
const clockSlackMs = 86_400_000
/** Larger than every id: the largest integer that JavaScript holds exactly. */
const noUpperBound = Number.MAX_SAFE_INTEGER

interface Condition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** A statement that yields matching entries, newest first. */
interface Source {
  readonly from: string
  /** The column with the id of the entry, by which the statement reads. */
  readonly id: string
  readonly conditions: readonly Condition[]
}

const condition = (sql: string, ...values: SQLInputValue[]): Condition => ({ sql, values })

/** The conditions of a filter that can lead, with the index that finds their entries, most selective first. */
function leadsOf(filter: RecordFilter) {
  const { rowKey, runId, op, result, person, kind } = filter
  const lead = (index: string, sql: string, value: string | undefined) =>
    value === undefined ? [] : [{ index, condition: condition(sql, value) }]
  return [
    ...lead('entries_by_row', 'e.row_key = ?', rowKey),
    ...lead('entries_by_run', 'e.run_id = ?', runId),
    ...(result === 'done' ? [] : lead('entries_by_result', 'e.result = ?', result)),
    ...lead('entries_by_op', 'e.op = ?', op),
    ...lead('entries_by_person', 'coalesce(e.actor_name, e.actor) = ?', person),
    ...(kind === 'none'
      ? [{ index: 'entries_by_kind', condition: condition('e.kind IS NULL AND e.result IS NOT NULL') }]
      : lead('entries_by_kind', 'e.kind = ?', kind)),
    ...(result === 'done' ? lead('entries_by_result', 'e.result = ?', result) : []),
  ]
}

/** Without a text index every entry has to be looked at. */
const likeText = (text: string): Condition => {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const columns = ['subject', 'server_name', 'actor_name', 'actor', 'reason', 'made_id', 'before', 'after']
  return condition(
    `(${columns.map((column) => `e.${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`,
    ...columns.map(() => pattern),
  )
}

const withIndex = (index: string) => `entries e INDEXED BY ${index}`

/**
 * Returns the statements that together yield each entry of a filter once. One condition leads: its index yields the
 * entries newest first, so that a page reads only as many as it needs. Each server has a statement of its own.
 */
function sourcesOf(filter: RecordFilter, hasTextIndex: boolean): readonly Source[] {
  const { serverIds, text } = filter
  const leads = leadsOf(filter)
  const rest = leads.map((lead) => lead.condition)
  const unindexedText = text !== undefined && !hasTextIndex ? [likeText(text)] : []
  const inServers =
    serverIds === undefined ? [] : [condition(`e.server_id IN (${serverIds.map(() => '?').join(', ')})`, ...serverIds)]
  const narrow = filter.rowKey === undefined && filter.runId === undefined ? undefined : leads[0]
  if (narrow) {
    const indexedText =
      text !== undefined && hasTextIndex
        ? [condition('e.id IN (SELECT rowid FROM entry_text WHERE entry_text MATCH ?)', textQuery(text))]
        : []
    return [
      {
        from: withIndex(narrow.index),
        id: 'e.id',
        conditions: [...rest, ...inServers, ...unindexedText, ...indexedText],
      },
    ]
  }
  if (text !== undefined && hasTextIndex) {
    const from = 'entry_text t CROSS JOIN entries e ON e.id = t.rowid'
    return [
      { from, id: 't.rowid', conditions: [condition('entry_text MATCH ?', textQuery(text)), ...rest, ...inServers] },
    ]
  }
  if (serverIds !== undefined)
    return [...new Set(serverIds)].map((id) => ({
      from: withIndex('entries_by_server'),
      id: 'e.id',
      conditions: [condition('e.server_id = ?', id), ...rest, ...unindexedText],
    }))
  const [first] = leads
  return [
    {
      from: first ? withIndex(first.index) : 'entries e NOT INDEXED',
      id: 'e.id',
      conditions: [...rest, ...unindexedText],
    },
  ]
}

/** Merges rows that are each sorted by id, descending. */
function* merged(sources: readonly Iterator<Row>[]): Generator<Row> {
  const heads = sources.flatMap((source) => {
    const { value, done } = source.next()
    return done ? [] : [{ source, row: value }]
  })
  while (heads.length > 0) {
    const newest = heads.reduce((best, head) => (Number(head.row['id']) > Number(best.row['id']) ? head : best))
    yield newest.row
    const { value, done } = newest.source.next()
    if (done) heads.splice(heads.indexOf(newest), 1)
    else newest.row = value
  }
}

interface QueryPage extends EntryPage {
  /** Whether the heads of runs are entries too. */
  readonly withHeads: boolean
}

type Row = Readonly<Record<string, unknown>>

/** Returns a function that yields the given columns of the entries of a filter, newest first. */
export function createEntryQuery(db: DatabaseSync, hasTextIndex: boolean) {
  const firstSince = db.prepare(
    'SELECT id FROM entries INDEXED BY entries_by_time WHERE at_ms >= ? ORDER BY at_ms LIMIT 1',
  )
  const idSince = (atMs: number) => firstSince.get(atMs)?.['id'] as number | undefined

  /** Returns the conditions on time, with bounds for the id that spare reading most entries; null for no entry. */
  const timeBounds = ({ sinceMs, untilMs }: RecordFilter) => {
    const least = sinceMs === undefined ? 0 : idSince(sinceMs - clockSlackMs)
    if (least === undefined) return null
    const end = untilMs === undefined ? undefined : idSince(untilMs + clockSlackMs)
    return {
      least,
      end: end ?? Infinity,
      conditions: [
        ...(sinceMs === undefined ? [] : [condition('e.at_ms >= ?', sinceMs)]),
        ...(untilMs === undefined ? [] : [condition('e.at_ms < ?', untilMs)]),
      ],
    }
  }

  const statementOf = (columns: string, { from, id, conditions }: Source, join: string) => {
    const where = conditions.map(({ sql }) => sql).join(' AND ')
    const statement = db.prepare(`SELECT ${columns} FROM ${from} ${join} WHERE ${where} ORDER BY ${id} DESC LIMIT ?`)
    return (limit: number): Iterator<Row> => statement.iterate(...conditions.flatMap(({ values }) => values), limit)
  }

  return function* (columns: string, filter: RecordFilter, page: QueryPage, join = ''): Generator<Row> {
    const time = timeBounds(filter)
    if (time === null) return
    const heads = page.withHeads ? [] : [condition('e.result IS NOT NULL')]
    const end = Math.min(page.beforeId ?? noUpperBound, time.end)
    const iterators = sourcesOf(filter, hasTextIndex).map((source) => {
      const idBounds = condition(`${source.id} >= ? AND ${source.id} < ?`, time.least, end)
      const conditions = [...source.conditions, idBounds, ...time.conditions, ...heads]
      return statementOf(columns, { ...source, conditions }, join)(page.limit)
    })
    try {
      let count = 0
      for (const row of merged(iterators)) {
        yield row
        count += 1
        if (count >= page.limit) return
      }
    } finally {
      // A statement that is not read to its end would keep its read transaction open.
      for (const iterator of iterators) iterator.return?.()
    }
  }
}
