import type { ErrorCode } from '../../shared/errors.ts'
import type { Health, KindStatus } from '../../shared/model/inventory.ts'

/**
 * Which errors mean what for a server. What is not listed came back from a panel that was reached, but made no sense.
 */
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

/** When two kinds fail differently, the reason that blocks more is the one to show. */
const gravity: readonly Health[] = [
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

/** How a server is doing, from the last attempt at each kind. One kind that works does not hide another that fails. */
export function health(ftp: KindStatus, cron: KindStatus): Health {
  const found = new Set([ofKind(ftp), ofKind(cron)])
  return gravity.find((candidate) => found.has(candidate)) ?? 'never-read'
}
