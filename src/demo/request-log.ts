export interface RequestRecord {
  readonly atMs: number
  readonly method: string
  /** As it came, with `/api/v1` and percent-encoding, without the query. */
  readonly path: string
  /** The JSON body with every secret replaced, or null. */
  readonly body: unknown
  /** Whether an Authorization header came; the token itself is not kept. */
  readonly hadToken: boolean
  readonly idempotencyKey: string | null
  /** Null while the answer is out, and for good where the connection ended without one. */
  readonly status: number | null
  readonly outcome: 'open' | 'answered' | 'dropped' | 'hung'
  /** Whether its work was done with success, whatever became of the answer. */
  readonly carriedOut: boolean
}

export interface PanelCounters {
  /** Every TLS connection that was accepted. */
  readonly connections: number
  readonly requests: number
  /** Requests that were answered 429. */
  readonly throttled: number
  /** Requests whose connection was ended on purpose. */
  readonly dropped: number
  /** Answers by status. */
  readonly byStatus: Readonly<Record<number, number>>
}

export interface RequestLog {
  /** Notes a request; the returned function notes how it ended. */
  open(
    request: Omit<RequestRecord, 'status' | 'outcome' | 'carriedOut'>,
  ): (outcome: RequestRecord['outcome'], status: number | null, carriedOut?: boolean) => void
  countConnection(): void
  records(): readonly RequestRecord[]
  counters(): PanelCounters
  clear(): void
}

const kept = 10_000
const noCounters: PanelCounters = { connections: 0, requests: 0, throttled: 0, dropped: 0, byStatus: {} }

/** The value with everything under a secret's name replaced. */
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

/** Remembers the last 10,000 requests in the order of their arrival. */
export function createRequestLog(): RequestLog {
  let records: { current: RequestRecord }[] = []
  let counters = noCounters
  return {
    open: (request) => {
      const entry: { current: RequestRecord } = {
        current: { ...request, body: withoutSecrets(request.body), status: null, outcome: 'open', carriedOut: false },
      }
      records.push(entry)
      if (records.length > kept) records = records.slice(-kept / 2)
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
