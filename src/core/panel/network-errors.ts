import { AppError, type ErrorCode, type ErrorValue } from '../../shared/errors.ts'

/** The error code of a connection on which the server shows another certificate than the pinned one. */
export const pinMismatch = 'PIN_MISMATCH'

/** Whether an error says that the server showed a certificate that is not trusted. */
export const isDistrust = ({ code }: ErrorValue): boolean => code === 'tls.untrusted' || code === 'tls.changed'

/** Where a request was going, and whether it may have reached the panel. */
interface Destination {
  readonly host: string
  readonly port: number
  /** False if no byte of the request can have left. Then even a POST is safe to send again. */
  readonly sent: boolean
}

/** Our error codes by the error names of Node (Node.js docs, "Common system errors"), axios and this file. */
const codeByName: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'net.dns',
  EAI_AGAIN: 'net.dns',
  EAI_FAIL: 'net.dns',
  EAI_NODATA: 'net.dns',
  ENODATA: 'net.dns',
  ECONNREFUSED: 'net.refused',
  EHOSTUNREACH: 'net.unreachable',
  ENETUNREACH: 'net.unreachable',
  EHOSTDOWN: 'net.unreachable',
  ENETDOWN: 'net.unreachable',
  EADDRNOTAVAIL: 'net.unreachable',
  EACCES: 'net.unreachable',
  EPERM: 'net.unreachable',
  ETIMEDOUT: 'net.timeout',
  ECONNRESET: 'net.lost',
  ECONNABORTED: 'net.lost',
  EPIPE: 'net.lost',
  ERR_STREAM_PREMATURE_CLOSE: 'net.lost',
  ERR_BAD_RESPONSE: 'net.lost',
  [pinMismatch]: 'tls.changed',
}

/** The reasons that the user reads, by OpenSSL's names (Node.js docs, "X509 certificate error codes") and Node's. */
const untrustedReasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  CERT_UNTRUSTED: 'unknown-authority',
  CERT_REJECTED: 'unknown-authority',
  INVALID_CA: 'unknown-authority',
  PATH_LENGTH_EXCEEDED: 'unknown-authority',
  CERT_CHAIN_TOO_LONG: 'unknown-authority',
  CERT_SIGNATURE_FAILURE: 'bad-signature',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  CERT_REVOKED: 'revoked',
  INVALID_PURPOSE: 'wrong-purpose',
  HOSTNAME_MISMATCH: 'other-host',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-host',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'other-host',
}

/** Returns the reason behind the code of a rejected certificate, or null for any other code. */
function untrustedReason(code: string): string | null {
  return untrustedReasons[code] ?? null
}

interface ThrownCode {
  readonly code: string
  readonly message: string
}

/** Returns the code and text of what was thrown. If several addresses were tried, the first one's error counts. */
function readThrown(thrown: unknown): ThrownCode | null {
  if (!(thrown instanceof Error)) return null
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
  if (code) return { code, message: thrown.message }
  return thrown instanceof AggregateError && thrown.errors.length > 0 ? readThrown(thrown.errors[0]) : null
}

function classify({ code, message }: ThrownCode): { readonly code: ErrorCode; readonly reason?: string } | null {
  if (code === 'ERR_BAD_RESPONSE' && message.includes('maxContentLength')) return { code: 'net.too-large' }
  if (code === 'HPE_HEADER_OVERFLOW') return { code: 'net.too-large' }
  const reason = untrustedReason(code)
  if (reason) return { code: 'tls.untrusted', reason }
  const known = codeByName[code]
  if (known) return { code: known, ...(code === 'EAI_AGAIN' ? { reason: 'temporary' } : {}) }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))
    return { code: 'tls.failed', reason: tlsReason(`${code} ${message}`) }
  if (code.startsWith('HPE_')) return { code: 'panel.bad-reply', reason: 'not-http' }
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_'))
    return { code: 'panel.bad-reply', reason: 'bad-compression' }
  return null
}

/** Returns the reason of a TLS failure. OpenSSL and BoringSSL word it differently, in upper case or in plain words. */
function tlsReason(text: string): string {
  if (/wrong.version.number|packet.length.too.long|http.request|record.layer.failure|unknown.protocol/i.test(text))
    return 'not-tls'
  if (
    /unsupported.protocol|alert.protocol.version|no.protocols.available|no.shared.cipher|handshake.failure|dh.key.too.small/i.test(
      text,
    )
  )
    return 'no-common-protocol'
  if (/key.too.small|md.too.weak|ca.too.weak/i.test(text)) return 'weak-certificate'
  return 'handshake'
}

const sentences: Partial<Record<ErrorCode, string>> = {
  'net.dns': 'The name of the server is not known',
  'net.refused': 'The server refuses connections on this port',
  'net.unreachable': 'There is no way to the server from here',
  'net.timeout': 'The server did not answer in time',
  'net.lost': 'The connection was lost',
  'net.too-large': 'The answer is larger than a panel ever sends',
  'tls.untrusted': 'The certificate of the server is not trusted',
  'tls.changed': 'The server shows another certificate than the one that was trusted',
  'tls.failed': 'No secure connection could be made',
  'panel.bad-reply': 'The answer could not be read',
}

/**
 * Returns the error for a failed connection. The original error is not kept as a cause, because it holds the
 * request and with it the token.
 * @returns AppError net.* | tls.* | panel.bad-reply with `{host, port, sent, reason?, system}`, where `system` is
 * the code of what was thrown; null if it is an AppError already, or no failure that this file knows.
 */
export function networkError(thrown: unknown, destination: Destination): AppError | null {
  const thrownCode = readThrown(thrown)
  const classified = thrownCode && classify(thrownCode)
  if (!thrownCode || !classified) return null
  const { host, port, sent } = destination
  const details = {
    host,
    port,
    sent,
    system: thrownCode.code,
    ...(classified.reason ? { reason: classified.reason } : {}),
  }
  return new AppError(classified.code, sentences[classified.code] ?? 'The connection failed', details)
}

/** Returns the error for a time limit of our own: no connection, or no complete answer, within `timeoutMs`. */
export function timeoutError(destination: Destination, phase: 'connect' | 'answer', timeoutMs: number): AppError {
  return new AppError('net.timeout', sentences['net.timeout'] ?? '', { ...destination, phase, timeoutMs })
}

/** Returns the error for a call cancelled by its caller or `close()`. If `sent`, the panel may have carried it out. */
export function cancelledError(sent: boolean): AppError {
  return new AppError('cancelled', 'The call was cancelled', { sent })
}
