import type { ForeignTraffic } from './rate-window.ts'

export type Scope = 'ftp' | 'cron'

/**
 * Which requests a fault strikes: all (`true`), the next n, or those that match; `path` is how the path after `/api/v1`
 * begins.
 */
export type Trigger = boolean | number | { readonly count?: number; readonly method?: string; readonly path?: string }

/** Everything that can go wrong with a panel, by name. */
export interface FaultValues {
  /** Milliseconds that every answer is late. */
  readonly latency: number
  /** Nobody listens on the port; `false` brings the panel back on the same port. */
  readonly dead: boolean
  /** The request is taken and never answered; its work is not done. */
  readonly hang: Trigger
  /** The connection ends before the work is done. */
  readonly dropBefore: Trigger
  /** The work is done, then the connection ends without an answer. */
  readonly dropAfter: Trigger
  /** A proxy in front answers 502 with a web page; the work is not done. */
  readonly html502: Trigger
  /** The work is done; half of the answer's JSON comes. */
  readonly truncatedJson: Trigger
  /** The work is done; the answer has its status and no body. */
  readonly emptyBody: Trigger
  /** 302 to this place, or to a login page elsewhere for `true`; the work is not done. */
  readonly redirect: boolean | string
  /** Requests that others spend on each token in every window. */
  readonly foreignTraffic: number | ForeignTraffic
  /** Milliseconds by which the panel's clock is ahead (or behind, below 0): Date, X-RateLimit-Reset and timestamps. */
  readonly clockSkew: number
  /** A new certificate for new connections; those that stand are closed. Cleared, the first certificate returns. */
  readonly rotatedCertificate: boolean | { readonly sameKey?: boolean; readonly expired?: boolean }
  /** All that is left of every token's scopes. */
  readonly narrowScope: readonly Scope[]
  /** 403: the key's own address list does not hold the caller. */
  readonly addressRefused: boolean
  /** 401 for every token. */
  readonly tokenRevoked: boolean
  /** Headers that stay away. */
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
  /** What is set now, or undefined. */
  get<N extends FaultName>(name: N): FaultValues[N] | undefined
  /** Sets a fault; null and false take it away. */
  set<N extends FaultName>(name: N, value: FaultValues[N] | null): void
  /** Whether the fault strikes this request; uses up one of its count. */
  fires(name: TriggerName, method: string, apiPath: string): boolean
  clear(): void
  current(): FaultSettings
}

/** The faults of one panel: none at first. */
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
