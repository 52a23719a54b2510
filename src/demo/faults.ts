import type { Scope } from './kinds/index.ts'
import type { ForeignTraffic } from './rate-window.ts'

/** Requests that a fault affects: all (`true`), the next n, or matching ones. `path` is the start after `/api/v1`. */
export type Trigger = boolean | number | { readonly count?: number; readonly method?: string; readonly path?: string }

/** All faults of a panel, by name. */
export interface FaultValues {
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

export const faultNames: readonly FaultName[] = [
  'latency',
  'dead',
  'hang',
  'dropBefore',
  'dropAfter',
  'html502',
  'truncatedJson',
  'emptyBody',
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
  /** Sets a fault. Null and false remove it. */
  set<N extends FaultName>(name: N, value: FaultValues[N] | null): void
  /** Tells whether the fault affects this request. If it does, its count goes down by one. */
  fires(name: TriggerName, method: string, apiPath: string): boolean
  clear(): void
  current(): FaultSettings
}

/** Creates the faults of one panel. At first there are none. */
export function createFaults(): Faults {
  const values = new Map<FaultName, unknown>()
  const get = <N extends FaultName>(name: N) => values.get(name) as FaultValues[N] | undefined

  const set: Faults['set'] = (name, value) => {
    if (!faultNames.includes(name)) throw new TypeError(`No such fault: ${String(name)}`)
    if (value === null || value === false) values.delete(name)
    else values.set(name, value)
  }

  const spend = (name: TriggerName, trigger: Exclude<Trigger, boolean>) => {
    const left = typeof trigger === 'number' ? trigger : trigger.count
    if (left === undefined) return true
    if (left <= 1) values.delete(name)
    else values.set(name, typeof trigger === 'number' ? left - 1 : { ...trigger, count: left - 1 })
    return left > 0
  }

  const fires: Faults['fires'] = (name, method, apiPath) => {
    const trigger = get(name)
    if (trigger === undefined || typeof trigger === 'boolean') return trigger === true
    if (typeof trigger === 'object') {
      if (trigger.method !== undefined && trigger.method !== method) return false
      if (trigger.path !== undefined && !apiPath.startsWith(trigger.path)) return false
    }
    return spend(name, trigger)
  }

  return { get, set, fires, clear: () => values.clear(), current: () => Object.fromEntries(values) }
}
