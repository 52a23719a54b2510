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
  readonly outcome: 'open' | 'answered' | 'dropped' | 'hung'
  /** Whether its work was done successfully, even if the answer did not arrive. */
  readonly carriedOut: boolean
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

export interface RequestLog {
  /** Records a request. The returned function records how it ended. */
  open(
    request: Omit<RequestRecord, 'status' | 'outcome' | 'carriedOut'>,
  ): (outcome: RequestRecord['outcome'], status: number | null, carriedOut?: boolean) => void
  countConnection(): void
  records(): readonly RequestRecord[]
  counters(): PanelCounters
  clear(): void
}

const maxRecords = 10_000
const noCounters: PanelCounters = { connections: 0, requests: 0, throttled: 0, dropped: 0, byStatus: {} }

/** Returns the value with everything under the name of a secret replaced. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      /pass|token|secret/i.test(name) ? '[secret]' : withoutSecrets(inner),
    ]),
  )
}

/** Creates a log that keeps the last requests, at most 10,000, in the order of their arrival. */
export function createRequestLog(): RequestLog {
  let records: { current: RequestRecord }[] = []
  let counters = noCounters
  return {
    open: (request) => {
      const entry: { current: RequestRecord } = {
        current: { ...request, body: withoutSecrets(request.body), status: null, outcome: 'open', carriedOut: false },
      }
      records.push(entry)
      if (records.length > maxRecords) records = records.slice(-maxRecords / 2)
      counters = { ...counters, requests: counters.requests + 1 }
      return (outcome, status, carriedOut = false) => {
        entry.current = { ...entry.current, outcome, status, carriedOut }
        counters = {
          ...counters,
          throttled: counters.throttled + (status === 429 ? 1 : 0),
          dropped: counters.dropped + (outcome === 'dropped' ? 1 : 0),
          byStatus:
            status === null
              ? counters.byStatus
              : { ...counters.byStatus, [status]: (counters.byStatus[status] ?? 0) + 1 },
        }
      }
    },
    countConnection: () => {
      counters = { ...counters, connections: counters.connections + 1 }
    },
    records: () => records.map((entry) => entry.current),
    counters: () => counters,
    clear: () => {
      records = []
      counters = noCounters
    },
  }
}
