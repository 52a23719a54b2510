import { AppError } from '../../shared/errors.ts'
import type { CreatedKind, DraftOf, Kind, ListedKind } from '../../shared/kinds/index.ts'
import { creationOf, type ReportedOf, rowKind, rowKinds } from '../kinds/index.ts'
import type { Facts } from '../kinds/kind.ts'
import type { Budget } from '../limiter/types.ts'
import type { Logger } from '../log/types.ts'
import type { Clock } from '../ports.ts'
import { readCronLogs } from './cron-logs.ts'
import { type Endpoint, shareKey, namesRow, urlOf } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import type { RowList } from './reply-fields.ts'
import {
  readAnswer,
  authorization,
  ignored,
  jsonReader,
  nullIfNotFound,
  pause,
  textReader,
  unknownOutcome,
  type Call,
} from './exchange.ts'
import { cancelledError, isDistrust } from './network-errors.ts'
import { readFtpStatus, readUser, readVersion } from './replies.ts'
import { decideRetry } from './retry.ts'
import { explainDistrust } from './trust.ts'
import type { CallOptions, PanelClient, PanelTarget } from './types.ts'
import {
  createHttpTransport,
  defaultTimeouts,
  type RawReply,
  type Timeouts,
  type HttpTransport,
} from './http-transport.ts'

export interface PanelClientDeps {
  readonly target: PanelTarget
  /** Lends the token for the duration of one request. Errors of the vault pass through. */
  readonly useToken: <T>(use: (token: string) => Promise<T>) => Promise<T>
  readonly budget: () => Budget | Promise<Budget>
  readonly clock: Clock
  readonly log: Logger
  /**
   * Distinguishes this client from others of the same budget. A request is shared only within one client, whose
   * calls have the same trust, sockets and lifetime. Null: no request is shared.
   */
  readonly id: string | null
  /** A new key for each POST. */
  readonly idempotencyKey: () => string
  /** Called for each request, so that a changed setting needs no new client, which would end calls in progress. */
  readonly timeouts?: () => Partial<Timeouts>
  /** The most attempts for a repeatable request, the first one included; 3 by default. */
  readonly tries?: number
  /** A number in [0, 1), for the jitter of retries. */
  readonly random?: () => number
  /** Called each time the server has shown a certificate that is not trusted. */
  readonly onDistrust?: () => void
}

/** Sends one call and resolves with the value of its answer. */
type Caller = <T>(call: Call<T>, options: CallOptions) => Promise<T>

/** One call with everything that its attempts have in common. */
interface PreparedCall<T> {
  readonly call: Call<T>
  readonly url: string
  readonly idempotencyKey: string | null
  readonly options: CallOptions
  readonly signal: AbortSignal
  /** Called right before each attempt is sent. */
  readonly onLeaving: () => void
}

/** Returns the reply with the token hidden in the body and in the `location` header. */
function withoutToken(reply: RawReply, token: string): RawReply {
  const hideToken = (text: string) => text.replaceAll(token, '[hidden]')
  const { location } = reply.headers
  return {
    ...reply,
    body: hideToken(reply.body),
    headers: location === undefined ? reply.headers : { ...reply.headers, location: hideToken(location) },
  }
}

/** Makes one attempt through the budget and resolves with the value that was read. */
async function sendOnce<T>(deps: PanelClientDeps, transport: HttpTransport, preparedCall: PreparedCall<T>): Promise<T> {
  const { call, url, idempotencyKey, options, signal, onLeaving } = preparedCall
  const { endpoint, body } = call
  const { priority, unshared, secret } = options
  const headers = {
    ...(body ? { 'Content-Type': 'application/json' } : {}),
    ...(idempotencyKey === null ? {} : { 'Idempotency-Key': idempotencyKey }),
  }
  const send = (sendSignal: AbortSignal) =>
    deps.useToken(async (token) => {
      if (!sendSignal.aborted) onLeaving()
      const reply = await transport.send(
        {
          method: endpoint.method,
          url,
          headers: { ...headers, ...authorization(token) },
          body: body ? JSON.stringify(body) : null,
        },
        sendSignal,
      )
      return withoutToken(reply, token)
    })
  const budget = await deps.budget()
  const shared = deps.id === null || unshared || endpoint.method !== 'GET' ? {} : { shareKey: shareKey(deps.id, url) }
  const reply = await budget.request({ priority, signal, send, ...shared })
  return readAnswer(
    call,
    { url, method: endpoint.method, scope: endpoint.scope, row: namesRow(endpoint) },
    reply,
    secret,
  )
}

/** Returns a caller that repeats failed attempts as far as retry.ts allows. `closing` aborts all calls. */
function createCaller(deps: PanelClientDeps, transport: HttpTransport, closing: AbortSignal): Caller {
  const { target, clock, log } = deps
  const random = deps.random ?? Math.random

  const decideNext = (
    endpoint: Endpoint,
    error: AppError,
    url: string,
    { count, oneTimeout = false }: { readonly count: number; readonly oneTimeout?: boolean | undefined },
  ) => {
    const { retryClass, method, path } = endpoint
    const decision = decideRetry({ retryClass, attempt: count, error, random: random(), tries: deps.tries, oneTimeout })
    const { host } = new URL(url)
    log.debug('panel.failed-try', { method, path, host, code: error.code, count, then: decision.kind })
    return decision
  }

  return async <T>(call: Call<T>, options: CallOptions): Promise<T> => {
    if (new URL(target.url).protocol !== 'https:' && !target.allowHttp)
      throw new AppError('server.http-refused', 'Plain http is off for this server', { url: target.url })
    const { endpoint } = call
    const url = urlOf(target.url, endpoint, call.id)
    const signal = options.signal ? AbortSignal.any([options.signal, closing]) : closing
    const idempotencyKey = endpoint.method === 'POST' ? deps.idempotencyKey() : null
    let hasLeft = false
    const onLeaving = () => {
      options.onLeaving?.()
      hasLeft = true
    }
    for (let count = 1; ; count++) {
      try {
        if (signal.aborted) throw cancelledError(false)
        return await sendOnce(deps, transport, { call, url, idempotencyKey, options, signal, onLeaving })
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown
        // Cancelling a change does not stop a panel that has received it already.
        if (thrown.code === 'cancelled' && hasLeft && endpoint.method !== 'GET') throw unknownOutcome(endpoint, thrown)
        const decision = decideNext(endpoint, thrown, url, { count, oneTimeout: options.oneTimeout })
        if (decision.kind === 'done') return undefined as T
        if (decision.kind === 'unknown') throw unknownOutcome(endpoint, thrown)
        if (decision.kind === 'fail') throw isDistrust(thrown) ? await explainDistrust(target, thrown, signal) : thrown
        if (options.mayRepeat?.() === false) throw thrown
        await pause(clock, decision.delayMs, signal).catch((stopped: unknown) => {
          throw endpoint.method === 'GET' || !hasLeft ? stopped : unknownOutcome(endpoint, thrown)
        })
      }
    }
  }
}

/** The methods that treat all kinds of rows alike. */
function rowMethods(call: Caller): Pick<PanelClient, 'list' | 'get' | 'create' | 'set' | 'remove'> {
  return {
    list<K extends ListedKind>(kind: K, options: CallOptions) {
      const { endpoints, readList } = rowKinds[kind]
      const read = jsonReader((body) => readList(body) as RowList<ReportedOf<K>> | null)
      return call({ endpoint: endpoints.list, read }, options)
    },
    get<K extends Kind>(kind: K, id: string, options: CallOptions) {
      const { endpoints, readOne, idOf } = rowKind(kind)
      const read = jsonReader((body) => {
        const row = readOne(body, id)
        return row !== null && idOf(row) === id ? row : null
      })
      return call({ endpoint: endpoints.get, id, read }, options) as Promise<ReportedOf<K>>
    },
    create<K extends CreatedKind>(kind: K, draft: DraftOf<K>, options: CallOptions) {
      const { endpoint, body, secret } = creationOf(kind)
      const read = jsonReader((answer) => rowKind(kind).readOne(answer, null))
      const facts: Facts = draft
      return call({ endpoint, body: body(facts), secret: secretOf(facts, secret), read }, options) as Promise<
        ReportedOf<K>
      >
    },
    async set(kind, id, name, values, options) {
      const setter = rowKind(kind).setters[name]
      if (setter === undefined) throw new AppError('internal', `No request sets ${name} of ${kind} rows`)
      const { endpoint, body, secret } = setter
      const bodyPart = body(values)
      return call(
        { endpoint, id, ...(bodyPart ? { body: bodyPart } : {}), secret: secretOf(values, secret), read: ignored },
        options,
      )
    },
    remove: (kind, id, options) => call({ endpoint: rowKinds[kind].endpoints.remove, id, read: ignored }, options),
  }
}

const secretOf = (facts: Facts, field: string | undefined): string | undefined =>
  field === undefined ? undefined : String(facts[field])

/**
 * Creates the client of one panel. Each method is one request of the API document, sent through the token's budget.
 * @throws AppError from every method: `cancelled`, `input.invalid` for an id that no path can hold,
 * `server.http-refused`, vault.*, net.*, tls.*, panel.*, and `write.unknown` if a POST was sent and its answer is
 * lost or unreadable, or if any change was cancelled after it was sent (`details.cause` tells which).
 */
export function createPanelClient(deps: PanelClientDeps): PanelClient {
  const { target, clock } = deps
  const transport = createHttpTransport({
    target,
    clock,
    timeouts: () => ({ ...defaultTimeouts, ...deps.timeouts?.() }),
    onDistrust: () => deps.onDistrust?.(),
  })
  const closing = new AbortController()
  const call = createCaller(deps, transport, closing.signal)
  return {
    ...rowMethods(call),
    ftpStatus: (options) => call({ endpoint: endpoints.ftpStatus, read: jsonReader(readFtpStatus) }, options),
    cronLogs: (id, options) => call({ endpoint: endpoints.cronLogs, id, read: textReader(readCronLogs) }, options),
    me: (options) => nullIfNotFound(call({ endpoint: endpoints.me, read: jsonReader(readUser) }, options)),
    version: async (options) =>
      (await nullIfNotFound(call({ endpoint: endpoints.version, read: jsonReader(readVersion) }, options)))?.version ??
      null,
    renewSockets: transport.renewSockets,
    close() {
      closing.abort()
      transport.close()
    },
  }
}
