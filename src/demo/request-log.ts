import type { Answered } from './answer.ts'
import type { KindName, RowChange } from './kinds/index.ts'
import { matchRoute } from './routes.ts'

export interface RequestRecord {
  readonly atMs: number
  readonly method: string
  /** The path as it was received, with `/api/v1` and percent-encoding, without the query. */
  readonly path: string
  /** The JSON body with every secret replaced, or null. */
  readonly body: unknown
  /** Whether the request had an Authorization header. The token itself is not kept. */
  readonly hadToken: boolean
  readonly idempotencyKey: string | null
  /** Null until the request is answered. It stays null if the connection ended without an answer. */
  readonly status: number | null
  /** `abandoned`: the connection ended before the panel answered, and not on purpose. */
  readonly outcome: 'open' | 'answered' | 'dropped' | 'hung' | 'abandoned'
  /** Whether its work was done successfully, even if the answer did not arrive. */
  readonly carriedOut: boolean
}

/**
 * A change that a request asked for, and what the panel made of it. Rows are in the panel's own form, so a password is
 * there only as its digest. A request that changed several rows has one record for each.
 */
export interface ChangeRecord {
  readonly method: string
  readonly path: string
  readonly receivedAtMs: number
  /** When the panel carried it out. Null if it did not, or has not yet. */
  readonly carriedOutAtMs: number | null
  /** The status with which the panel refused it, whatever it answered. Null if it was not refused. */
  readonly refusedWith: number | null
  /** The status of the answer. Null if there was none, or none yet. */
  readonly status: number | null
  readonly outcome: RequestRecord['outcome']
  /** Null if the path belongs to no kind. */
  readonly kind: KindName | null
  /** The id of the row. Null for a creation that was not carried out. */
  readonly id: string | null
  /** The row before and after, null where there was none. Both are null if the panel did not carry out the change. */
  readonly before: object | null
  readonly after: object | null
}

export interface PanelCounters {
  /** The number of TLS connections that were accepted. */
  readonly connections: number
  readonly requests: number
  /** The number of requests that were answered 429. */
  readonly throttled: number
  /** The number of requests whose connection was ended on purpose. */
  readonly dropped: number
  /** The number of answers by status. */
  readonly byStatus: Readonly<Record<number, number>>
}

/** One request in the log. */
interface LogEntry {
  /** Records that the panel has done the work of the request, or has refused it. */
  work(atMs: number, answered: Answered): void
  /** Records what became of the connection. Only the first call counts. */
  end(outcome: RequestRecord['outcome'], status: number | null): void
}

export interface RequestLog {
  /** Records a request. `apiPath` is its path after `/api/v1`. */
  open(apiPath: string, request: Omit<RequestRecord, 'status' | 'outcome' | 'carriedOut'>): LogEntry
  countConnection(): void
  records(): readonly RequestRecord[]
  changes(): readonly ChangeRecord[]
  counters(): PanelCounters
  clear(): void
}

const maxRecords = 10_000
const noCounters: PanelCounters = { connections: 0, requests: 0, throttled: 0, dropped: 0, byStatus: {} }

/** Returns the value with everything under the name of a secret replaced. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      /pass|token|secret/i.test(name) ? '[secret]' : withoutSecrets(inner),
    ]),
  )
}

interface Entry {
  record: RequestRecord
  readonly kind: KindName | null
  /** The id in the path. */
  readonly id: string | null
  carriedOutAtMs: number | null
  refusedWith: number | null
  rows: readonly RowChange[]
}

function entryOf(apiPath: string, request: Omit<RequestRecord, 'status' | 'outcome' | 'carriedOut'>): Entry {
  const match = matchRoute(request.method, apiPath)
  return {
    record: { ...request, body: withoutSecrets(request.body), status: null, outcome: 'open', carriedOut: false },
    kind: typeof match === 'string' ? null : (match.kind?.name ?? null),
    id: typeof match === 'string' ? null : (match.params[0] ?? null),
    carriedOutAtMs: null,
    refusedWith: null,
    rows: [],
  }
}

function changesOf({ record, kind, id, carriedOutAtMs, refusedWith, rows }: Entry): readonly ChangeRecord[] {
  const { method, path, atMs: receivedAtMs, status, outcome } = record
  const change = { method, path, receivedAtMs, carriedOutAtMs, refusedWith, status, outcome }
  return rows.length === 0
    ? [{ ...change, kind, id, before: null, after: null }]
    : rows.map((row) => ({ ...change, ...row }))
}

/** Creates a log that keeps the last requests, at most 10,000, in the order of their arrival. */
export function createRequestLog(): RequestLog {
  let entries: Entry[] = []
  let counters = noCounters
  return {
    open: (apiPath, request) => {
      const entry = entryOf(apiPath, request)
      entries.push(entry)
      if (entries.length > maxRecords) entries = entries.slice(-maxRecords / 2)
      counters = { ...counters, requests: counters.requests + 1 }
      return {
        work: (atMs, { answer, rows }) => {
          const carriedOut = answer.status < 300
          entry.record = { ...entry.record, carriedOut }
          entry.rows = rows
          if (carriedOut) entry.carriedOutAtMs = atMs
          else entry.refusedWith = answer.status
        },
        end: (outcome, status) => {
          if (entry.record.outcome !== 'open') return
          entry.record = { ...entry.record, outcome, status }
          counters = {
            ...counters,
            throttled: counters.throttled + (status === 429 ? 1 : 0),
            dropped: counters.dropped + (outcome === 'dropped' ? 1 : 0),
            byStatus:
              status === null
                ? counters.byStatus
                : { ...counters.byStatus, [status]: (counters.byStatus[status] ?? 0) + 1 },
          }
        },
      }
    },
    countConnection: () => {
      counters = { ...counters, connections: counters.connections + 1 }
    },
    records: () => entries.map((entry) => entry.record),
    changes: () => entries.filter(({ record }) => record.method !== 'GET').flatMap(changesOf),
    counters: () => counters,
    clear: () => {
      entries = []
      counters = noCounters
    },
  }
}
