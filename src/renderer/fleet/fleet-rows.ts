import type { ErrorCode, ErrorValue } from '../../shared/errors.ts'
import type { ListedKind } from '../../shared/kinds/index.ts'
import type { ServerStatus } from '../../shared/model/inventory.ts'
import type { ServerProfile } from '../../shared/model/server.ts'
import { statusKinds, type StatusKind } from './server-status.ts'

/** The state of one kind of rows on one server: FTP can fail while cron works, and the reverse. */
export interface RowsState {
  readonly server: ServerProfile
  readonly kind: StatusKind
  /** When the rows on the screen were read; null if they never were. */
  readonly readAtMs: number | null
  /** Older than the settings allow. */
  readonly stale: boolean
  readonly refreshing: boolean
  /** Why the last attempt failed; null if it did not fail. */
  readonly error: ErrorValue | null
  /** The number of rows in the app, and the number that the panel says it has; null if it has not said. */
  readonly count: number
  readonly total: number | null
}

const vaultCodes: ReadonlySet<ErrorCode> = new Set([
  'vault.undecided',
  'vault.locked',
  'vault.denied',
  'vault.unavailable',
])
const kindOfCode: Partial<Record<ErrorCode, StatusKind>> = {
  'tls.untrusted': 'untrusted',
  'tls.changed': 'certificate-changed',
  'tls.failed': 'unreachable',
  'panel.token-rejected': 'token-rejected',
  'panel.scope': 'scope-too-narrow',
  'panel.forbidden': 'scope-too-narrow',
  'panel.address-refused': 'address-refused',
  'panel.throttled': 'throttled',
}

/** Returns the status of a failed read. Any other error counts as `bad-reply`, even one inside Wisdeck. */
function kindOfError(code: ErrorCode): StatusKind {
  if (vaultCodes.has(code)) return 'vault-locked'
  if (code.startsWith('vault.')) return 'no-token'
  if (code.startsWith('net.')) return 'unreachable'
  return kindOfCode[code] ?? 'bad-reply'
}

/** Returns the state of one kind of rows on a server. Times are ms on this machine's clock, `staleAfterMin` minutes. */
export function rowsState(
  server: ServerProfile,
  rows: ListedKind,
  status: ServerStatus | undefined,
  cached: { readonly count: number; readonly total: number | null },
  at: { readonly nowMs: number; readonly staleAfterMin: number },
): RowsState {
  const own = status?.kinds[rows]
  const readAtMs = own?.readAtMs ?? null
  const error = own?.error ?? null
  const stale = readAtMs !== null && at.nowMs - readAtMs > at.staleAfterMin * 60_000
  const good = stale ? 'stale' : 'ok'
  const unread = server.hasToken ? 'never-read' : 'no-token'
  const kind = error === null ? (readAtMs === null ? unread : good) : kindOfError(error.code)
  return { server, kind, readAtMs, stale, refreshing: status?.refreshing ?? false, error, ...cached }
}

/** One group of the summary line: how many servers share a status, and when the oldest of their rows were read. */
interface SummaryPart {
  readonly kind: StatusKind
  readonly count: number
  readonly oldestReadAtMs: number | null
}

/** Returns every status that occurs: current servers first, then the others, the worst first. */
export function summaryParts(states: readonly RowsState[]): readonly SummaryPart[] {
  return (['ok', ...statusKinds.filter((kind) => kind !== 'ok')] as const).flatMap((kind) => {
    const found = states.filter((state) => state.kind === kind)
    const reads = found.map(({ readAtMs }) => readAtMs).filter((read) => read !== null)
    return found.length === 0
      ? []
      : [{ kind, count: found.length, oldestReadAtMs: reads.length === 0 ? null : Math.min(...reads) }]
  })
}
