import type { ErrorCode } from '../../shared/errors.ts'
import type { Health, KindStatus } from '../../shared/model/inventory.ts'

/** The health that an error means. Any other error counts as `bad-reply`, even one inside Wisdeck. */
const healthOf: Partial<Record<ErrorCode, Health>> = {
  'net.dns': 'unreachable',
  'net.refused': 'unreachable',
  'net.unreachable': 'unreachable',
  'net.timeout': 'unreachable',
  'net.lost': 'unreachable',
  'tls.failed': 'unreachable',
  'tls.untrusted': 'untrusted',
  'tls.changed': 'certificate-changed',
  'vault.undecided': 'no-token',
  'vault.locked': 'no-token',
  'vault.denied': 'no-token',
  'vault.unavailable': 'no-token',
  'vault.missing': 'no-token',
  'vault.damaged': 'no-token',
  'panel.token-rejected': 'token-rejected',
  'panel.scope': 'scope-too-narrow',
  'panel.forbidden': 'scope-too-narrow',
  'panel.address-refused': 'address-refused',
  'panel.throttled': 'throttled',
}

/** All values, the most severe first. If two kinds fail differently, the reason that blocks more is shown. */
const bySeverity: readonly Health[] = [
  'certificate-changed',
  'untrusted',
  'no-token',
  'token-rejected',
  'address-refused',
  'unreachable',
  'bad-reply',
  'scope-too-narrow',
  'throttled',
  'ok',
  'never-read',
]

function ofKind(status: KindStatus): Health {
  if (status.error) return healthOf[status.error.code] ?? 'bad-reply'
  return status.readAtMs === null ? 'never-read' : 'ok'
}

/** Returns how a server is doing, by the last attempt at each list. A kind that works does not hide one that fails. */
export function health(statuses: readonly KindStatus[]): Health {
  const found = new Set(statuses.map(ofKind))
  return bySeverity.find((candidate) => found.has(candidate)) ?? 'never-read'
}
