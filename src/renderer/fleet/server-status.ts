import type { Health, KindStatus, ServerStatus } from '../../shared/model/inventory.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import type { Tone } from '../components/types.ts'

/** The status of a server: its health, `stale` for good rows that are old, or `vault-locked` without an open vault. */
export type StatusKind = Health | 'stale' | 'vault-locked'

export interface ServerState {
  readonly kind: StatusKind
  readonly tone: Tone
  /** When the oldest rows on the screen were read; null before the first read. */
  readonly readAtMs: number | null
  /** The rows are older than the settings allow, whatever else is wrong. */
  readonly stale: boolean
  readonly refreshing: boolean
}

const tones: Readonly<Record<StatusKind, Tone>> = {
  ok: 'ok',
  stale: 'warn',
  throttled: 'info',
  'never-read': 'neutral',
  'no-token': 'warn',
  'vault-locked': 'warn',
  untrusted: 'warn',
  'scope-too-narrow': 'warn',
  'address-refused': 'danger',
  'token-rejected': 'danger',
  unreachable: 'danger',
  'bad-reply': 'danger',
  'certificate-changed': 'danger',
}

/** The statuses from the worst to the best. The status filter, the summary and a sort by status use this order. */
export const statusKinds: readonly StatusKind[] = [
  'certificate-changed',
  'unreachable',
  'token-rejected',
  'address-refused',
  'bad-reply',
  'untrusted',
  'scope-too-narrow',
  'no-token',
  'vault-locked',
  'throttled',
  'stale',
  'never-read',
  'ok',
]

const vaultClosedCodes = new Set(['vault.locked', 'vault.undecided', 'vault.denied', 'vault.unavailable'])

const readsOf = (status: ServerStatus | undefined): readonly KindStatus[] => Object.values(status?.kinds ?? {})

function kindOf(server: Pick<ServerProfile, 'hasToken'>, status: ServerStatus | undefined, stale: boolean): StatusKind {
  const health = status?.health ?? 'never-read'
  if (health === 'never-read' && !server.hasToken) return 'no-token'
  const code = readsOf(status).find(({ error }) => error !== null)?.error?.code
  if (health === 'no-token' && code !== undefined && vaultClosedCodes.has(code)) return 'vault-locked'
  return stale && health === 'ok' ? 'stale' : health
}

/**
 * Returns the state of a server for its status pill. Its kind is `stale` only if the server is otherwise healthy,
 * because a failure says more. `staleAfterMin` is in minutes, times are ms on this machine's clock.
 */
export function serverState(
  server: Pick<ServerProfile, 'hasToken'>,
  status: ServerStatus | undefined,
  at: { readonly nowMs: number; readonly staleAfterMin: number },
): ServerState {
  const reads = readsOf(status).flatMap(({ readAtMs }) => (readAtMs === null ? [] : [readAtMs]))
  const readAtMs = reads.length === 0 ? null : Math.min(...reads)
  const stale = readAtMs !== null && at.nowMs - readAtMs > at.staleAfterMin * 60_000
  const kind = kindOf(server, status, stale)
  return { kind, tone: tones[kind], readAtMs, stale, refreshing: status?.refreshing ?? false }
}

/** Returns an age in its largest unit, rounded down, for the text after "stale". Hours go up to 47. */
export function age(ms: number): { readonly count: number; readonly unit: 'second' | 'minute' | 'hour' | 'day' } {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  if (minutes === 0) return { count: Math.max(0, Math.floor(ms / 1000)), unit: 'second' }
  if (minutes < 60) return { count: minutes, unit: 'minute' }
  return minutes < 2880
    ? { count: Math.floor(minutes / 60), unit: 'hour' }
    : { count: Math.floor(minutes / 1440), unit: 'day' }
}

/** For example "2 hr" in the given locale. */
export function ageText(ms: number, locale: string): string {
  const { count, unit } = age(ms)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count)
}

export interface FleetSummary {
  readonly total: number
  readonly current: number
  /** Every other kind that occurs, the worst first; `oldestReadAtMs` is when the oldest rows of that kind were read. */
  readonly others: readonly {
    readonly kind: StatusKind
    readonly count: number
    readonly oldestReadAtMs: number | null
  }[]
}

/** Counts the servers by status for the line under the title. */
export function summarise(states: readonly ServerState[]): FleetSummary {
  const others = statusKinds
    .filter((kind) => kind !== 'ok')
    .map((kind) => {
      const found = states.filter((state) => state.kind === kind)
      const reads = found.map((state) => state.readAtMs).filter((read) => read !== null)
      return { kind, count: found.length, oldestReadAtMs: reads.length === 0 ? null : Math.min(...reads) }
    })
    .filter(({ count }) => count > 0)
  return { total: states.length, current: states.filter((state) => state.kind === 'ok').length, others }
}
