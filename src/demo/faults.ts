import type { Scope } from './kinds/index.ts'
import type { ForeignTraffic } from './rate-window.ts'

/** Narrows the requests that a fault affects. What is left out narrows nothing. */
interface RequestFilter {
  /** The number of requests: the next ones that match. */
  readonly count?: number
  readonly method?: string
  /** The start of the path after `/api/v1`, or a pattern that the path matches. Both see percent-encoded text. */
  readonly path?: string | RegExp
}

/** Requests that a fault affects: all (`true`), the next n, or matching ones. */
type Trigger = boolean | number | RequestFilter

/** What becomes of a request: whether and when its work is done, and, independently of that, what is answered. */
export interface Treatment {
  /**
   * `done` at once, `undone` for ever, or done this many ms after the request came, on the panel's clock and even if
   * the client has gone by then. A panel that is closed before does not do it.
   */
  readonly work: 'done' | 'undone' | { readonly afterMs: number }
  /**
   * - `own`: the panel's own answer, as soon as the work is done. Undone work is answered as if it had been done.
   * - `truncated`, `empty`: its own answer with half of the body, or none.
   * - `hang`: never an answer.
   * - `drop`: the connection ends without an answer.
   * - `html`: 200 with a web page.
   * - 302: to a login page on another origin.
   * - 500: the panel's own error. 502, 503, 504: the web page of a proxy in front of the panel.
   *
   * All but the panel's own answer come at once, also if the work is done later.
   */
  readonly reply: 'own' | 'truncated' | 'empty' | 'hang' | 'drop' | 'html' | 302 | 500 | 502 | 503 | 504
}

/** All faults of a panel, by name. */
export interface FaultValues {
  /** What becomes of matching requests. Of several treatments, the first that matches counts. */
  readonly treatment: (Treatment & RequestFilter) | readonly (Treatment & RequestFilter)[]
  /** Milliseconds by which every answer is delayed. */
  readonly latency: number
  /** The panel does not listen on its port. `false` starts it again on the same port. */
  readonly dead: boolean
  /** The request is accepted and never answered, and its work is not done. */
  readonly hang: Trigger
  /** The connection ends before the work is done. */
  readonly dropBefore: Trigger
  /** The work is done, then the connection ends without an answer. */
  readonly dropAfter: Trigger
  /** A proxy in front of the panel answers 502 with a web page. The work is not done. */
  readonly html502: Trigger
  /** The work is done, and only half of the answer's JSON is sent. */
  readonly truncatedJson: Trigger
  /** The work is done, and the answer has its status but no body. */
  readonly emptyBody: Trigger
  /** 302 to this URL, or for `true` to a login page on another origin. The work is not done. */
  readonly redirect: boolean | string
  /** Requests that other clients send with each token in every window. */
  readonly foreignTraffic: number | ForeignTraffic
  /** By how many ms the panel's clock is ahead (negative: behind). Affects Date, X-RateLimit-Reset and timestamps. */
  readonly clockSkew: number
  /** A new certificate for new connections; existing ones are closed. After the fault, the first one is used again. */
  readonly rotatedCertificate: boolean | { readonly sameKey?: boolean; readonly expired?: boolean }
  /** The only scopes that every token still has. */
  readonly narrowScope: readonly Scope[]
  /** 403: the key's address list does not contain the caller's address. */
  readonly addressRefused: boolean
  /** 401 for every token. */
  readonly tokenRevoked: boolean
  /** Headers that are not sent. */
  readonly withoutHeaders: readonly ('rate' | 'date')[]
}

export type FaultName = keyof FaultValues
export type FaultSettings = { readonly [N in FaultName]?: FaultValues[N] }
type TriggerName = { [N in FaultName]: Trigger extends FaultValues[N] ? N : never }[FaultName]

/** The faults that are a treatment with a name. Of several that are set, the first counts. */
const namedTreatments: { readonly [N in TriggerName]: Treatment } = {
  hang: { work: 'undone', reply: 'hang' },
  dropBefore: { work: 'undone', reply: 'drop' },
  html502: { work: 'undone', reply: 502 },
  dropAfter: { work: 'done', reply: 'drop' },
  emptyBody: { work: 'done', reply: 'empty' },
  truncatedJson: { work: 'done', reply: 'truncated' },
}
const triggerNames = Object.keys(namedTreatments) as readonly TriggerName[]

export const faultNames: readonly FaultName[] = [
  'treatment',
  'latency',
  'dead',
  ...triggerNames,
  'redirect',
  'foreignTraffic',
  'clockSkew',
  'rotatedCertificate',
  'narrowScope',
  'addressRefused',
  'tokenRevoked',
  'withoutHeaders',
]

export interface Faults {
  /** Returns the current value of a fault, or undefined. */
  get<N extends FaultName>(name: N): FaultValues[N] | undefined
  /** Sets a fault. Null, false and 0 remove it. */
  set<N extends FaultName>(name: N, value: FaultValues[N] | null): void
  /** Returns what becomes of a request, or null if no treatment is set for it. A count goes down by one. */
  treatmentOf(method: string, apiPath: string): Treatment | null
  clear(): void
  current(): FaultSettings
}

function matches({ count, method, path }: RequestFilter, requestMethod: string, apiPath: string): boolean {
  if (count === 0 || (method !== undefined && method !== requestMethod)) return false
  if (path === undefined) return true
  return typeof path === 'string' ? apiPath.startsWith(path) : path.test(apiPath)
}

/** Returns the filter after one more matching request, or null if that was the last one. */
const spent = <F extends RequestFilter>(filter: F): F | null => {
  if (filter.count === undefined) return filter
  return filter.count <= 1 ? null : { ...filter, count: filter.count - 1 }
}

const filterOf = (trigger: Exclude<Trigger, false>): RequestFilter => {
  if (trigger === true) return {}
  return typeof trigger === 'number' ? { count: trigger } : trigger
}

/** Creates the faults of one panel. At first there are none. */
export function createFaults(): Faults {
  const values = new Map<FaultName, unknown>()
  const get = <N extends FaultName>(name: N) => values.get(name) as FaultValues[N] | undefined

  const set: Faults['set'] = (name, value) => {
    if (!faultNames.includes(name)) throw new TypeError(`No such fault: ${String(name)}`)
    if (value === null || value === false || value === 0) values.delete(name)
    else values.set(name, value)
  }

  const takeTreatment = (method: string, apiPath: string): Treatment | null => {
    const all = [get('treatment') ?? []].flat()
    const first = all.find((one) => matches(one, method, apiPath))
    if (!first) return null
    const left = all.flatMap((one) => (one === first ? (spent(one) ?? []) : one))
    set('treatment', left.length === 0 ? null : left)
    return first
  }

  const takeNamed = (method: string, apiPath: string): Treatment | null => {
    for (const name of triggerNames) {
      const trigger = get(name)
      if (!trigger) continue
      const filter = filterOf(trigger)
      if (!matches(filter, method, apiPath)) continue
      if (filter.count !== undefined) set(name, spent(filter))
      return namedTreatments[name]
    }
    return null
  }

  return {
    get,
    set,
    treatmentOf: (method, apiPath) => takeTreatment(method, apiPath) ?? takeNamed(method, apiPath),
    clear: () => values.clear(),
    current: () => Object.fromEntries(values),
  }
}
