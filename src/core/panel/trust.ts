import { createHash, X509Certificate } from 'node:crypto'
import { Agent } from 'node:https'
import { isIP } from 'node:net'
import {
  connect,
  createSecureContext,
  getCACertificates,
  type ConnectionOptions,
  type SecureContext,
  type TLSSocket,
} from 'node:tls'
import { AppError } from '../../shared/errors.ts'
import type { CertificateInfo, PinInfo } from '../../shared/model/server.ts'
import { cancelledError, networkError, pinMismatch, timeoutError } from './network-errors.ts'
import type { PanelTarget, Pin } from './types.ts'

export interface MetCertificate {
  readonly info: CertificateInfo
  readonly certificatePem: string
  /** OpenSSL's code for why the operating system does not trust it; null where it does. */
  readonly distrust: string | null
}

export interface ProbeRequest {
  /** Any URL of the panel; only its host and port are used. */
  readonly url: string
  /** For the whole handshake, name look-up included. 10 s unless told. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * How long a handshake may take, and what ends it before. The wire hands it to the agent among the options of a
 * request.
 */
export interface HandshakeLimits {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Host without brackets and the port, 443 or 80 where the URL names none. */
export function endpointOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port ? Number(port) : protocol === 'http:' ? 80 : 443 }
}

/** SHA-256 in the form fingerprints are shown: upper-case hex pairs with colons. */
function fingerprint(der: Buffer): string {
  return createHash('sha256')
    .update(der)
    .digest('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$&:')
}

/** A certificate as the screens show it, all but the question of who trusts it. */
function describeCertificate(certificate: X509Certificate): Omit<CertificateInfo, 'systemTrusted'> {
  return {
    fingerprint256: certificate.fingerprint256,
    keyFingerprint256: fingerprint(certificate.publicKey.export({ type: 'spki', format: 'der' })),
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    validFromMs: certificate.validFromDate.getTime(),
    validToMs: certificate.validToDate.getTime(),
    selfSigned: certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey),
  }
}

/** What a pin says of the certificate it holds. */
export function describePin(pin: Pin): Omit<PinInfo, 'trustedAtMs'> {
  return describeCertificate(new X509Certificate(pin.certificatePem))
}

const oneLine = (name: string | undefined) => (name ?? '').trim().split('\n').join(', ')

let systemContext: SecureContext | undefined
/**
 * Node's own roots and the operating system's. Reading them takes some 60 ms, so it happens once, when first needed.
 */
function systemTrust(): SecureContext {
  systemContext ??= createSecureContext({
    ca: [...new Set([...getCACertificates('default'), ...getCACertificates('system')])],
  })
  return systemContext
}

/**
 * The one place where a connection is made without OpenSSL's consent. Nothing may be written to the socket before the
 * caller has judged its certificate: `probe` never writes, `connectThoughOutOfDate` compares with the pin first.
 */
function openUnverified(options: ConnectionOptions): TLSSocket {
  return connect({ ...options, rejectUnauthorized: false })
}

/** Waits for the end of the handshake; the socket is destroyed on any failure. */
function handshake(
  socket: TLSSocket,
  at: { host: string; port: number },
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const where = { ...at, sent: false }
    const finish = (failure: unknown) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      if (failure === null) return resolve(socket)
      socket.destroy()
      reject(networkError(failure, where) ?? failure)
    }
    const onAbort = () => finish(cancelledError(false))
    const timer = setTimeout(() => finish(timeoutError(where, 'connect', timeoutMs)), timeoutMs)
    signal?.addEventListener('abort', onAbort)
    // The listener stays on: an error after the handshake must find somebody who hears it.
    socket.on('error', finish)
    socket.once('secureConnect', () => finish(null))
    if (signal?.aborted) onAbort()
  })
}

/**
 * Reads the certificate a server shows: a TLS handshake that is closed before any request, so that no token can leave.
 * @throws AppError net.* | tls.failed | cancelled
 */
export async function probeCertificate(request: ProbeRequest): Promise<MetCertificate> {
  const at = endpointOf(request.url)
  const opened = openUnverified({ ...at, servername: isIP(at.host) ? '' : at.host, secureContext: systemTrust() })
  const socket = await handshake(opened, at, request.timeoutMs ?? 10_000, request.signal)
  try {
    const certificate = socket.getPeerX509Certificate()
    if (!certificate)
      throw new AppError('tls.failed', 'The server showed no certificate', {
        ...at,
        sent: false,
        reason: 'no-certificate',
      })
    return {
      info: { ...describeCertificate(certificate), systemTrusted: socket.authorized },
      certificatePem: certificate.toString(),
      distrust: socket.authorized ? null : String(socket.authorizationError),
    }
  } finally {
    socket.destroy()
  }
}

const mismatch = () => Object.assign(new Error('Another certificate than the pinned one'), { code: pinMismatch })
const datesAlone: readonly string[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

/**
 * A connection to a server whose pinned certificate is outside its dates. OpenSSL has no switch for "all but the dates"
 * that Node passes on, so the handshake runs unverified and the socket is handed over only if the certificate is the
 * pinned one and its dates are all that OpenSSL found. The handshake itself proves that the server holds the key.
 */
async function connectThoughOutOfDate(
  options: ConnectionOptions & { readonly handshake: HandshakeLimits },
  pin: Pin,
): Promise<TLSSocket> {
  const at = { host: options.host ?? '', port: Number(options.port) }
  const socket = await handshake(openUnverified(options), at, options.handshake.timeoutMs, options.handshake.signal)
  const same = socket.getPeerX509Certificate()?.fingerprint256 === pin.fingerprint256
  if (same && (socket.authorized || datesAlone.includes(String(socket.authorizationError)))) return socket
  socket.destroy()
  throw same
    ? Object.assign(new Error('The certificate was rejected'), { code: String(socket.authorizationError) })
    : mismatch()
}

/**
 * The sockets to one panel. With a pin, that certificate is accepted and no other, whatever name it carries (an address
 * rarely stands in it); without one, what the operating system trusts. Sessions are not cached, because Node checks the
 * identity of a server only in a full handshake. A new pin needs a new agent: close this one with `destroy()`.
 */
export function createPanelAgent({ pin }: { readonly pin: Pin | null }): Agent {
  const pool = {
    keepAlive: true,
    maxSockets: 6,
    maxFreeSockets: 2,
    maxCachedSessions: 0,
    autoSelectFamilyAttemptTimeout: 2_500,
  }
  if (!pin) return new Agent({ ...pool, secureContext: systemTrust() })
  const agent = new Agent({
    ...pool,
    // One context for all sockets of this agent: parsing the certificate again for each would cost more than the rest.
    secureContext: createSecureContext({ ca: [pin.certificatePem], allowPartialTrustChain: true }),
    checkServerIdentity: (_host, met) => (met.fingerprint256 === pin.fingerprint256 ? undefined : mismatch()),
  })
  const { validFromDate, validToDate } = new X509Certificate(pin.certificatePem)
  const connectVerified = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    // The machine's own clock, because it is the one OpenSSL goes by.
    const nowMs = Date.now()
    if (nowMs >= validFromDate.getTime() && nowMs <= validToDate.getTime()) return connectVerified(options, callback)
    connectThoughOutOfDate(options as ConnectionOptions & { readonly handshake: HandshakeLimits }, pin).then(
      (socket) => callback?.(null, socket),
      (failure: Error) => callback?.(failure, undefined as never),
    )
    return undefined
  }
  return agent
}

/**
 * Turns a rejected certificate into all that the user must see: the certificate is read again, without sending a
 * request, and shown beside the one that was trusted.
 * @returns tls.changed `{host, port, oldFingerprint, newFingerprint, sameKey, expired, certificate, previous}`, or
 * tls.untrusted `{host, port, reason, certificate}`; the error as it came where the second look fails.
 */
export async function explainDistrust(target: PanelTarget, failure: AppError, signal?: AbortSignal): Promise<AppError> {
  const met = await probeCertificate({ url: target.url, signal }).catch(() => null)
  if (!met) return failure
  const { pin } = target
  if (!pin || met.info.fingerprint256 === pin.fingerprint256) {
    const code = failure.code === 'tls.changed' ? 'tls.untrusted' : failure.code
    return new AppError(code, failure.message, { ...failure.details, certificate: met.info })
  }
  return changedError(target.url, pin, met.info)
}

/** The server shows another certificate than the trusted one: both, and what may tell a renewal from an attack. */
export function changedError(url: string, pin: Pin, met: CertificateInfo): AppError {
  const previous = describePin(pin)
  return new AppError('tls.changed', 'The server shows another certificate than the one that was trusted', {
    ...endpointOf(url),
    sent: false,
    oldFingerprint: previous.fingerprint256,
    newFingerprint: met.fingerprint256,
    sameKey: previous.keyFingerprint256 === met.keyFingerprint256,
    expired: previous.validToMs < Date.now(),
    certificate: met,
    previous,
  })
}
