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

interface ShownCertificate {
  readonly info: CertificateInfo
  readonly certificatePem: string
  /** OpenSSL's or Node's code for why `systemTrust` does not accept the certificate; null if it does. */
  readonly distrust: string | null
}

interface ProbeRequest {
  /** Any URL of the panel; only its host and port are used. */
  readonly url: string
  /** The time limit for the whole handshake, name look-up included. 10 s by default. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** The time limit of a handshake, and the signal that aborts it. The agent gets them with the options of a request. */
export interface HandshakeLimits {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Returns the host without brackets, and the port: 443 or 80 if the URL names none. */
export function endpointOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port ? Number(port) : protocol === 'http:' ? 80 : 443 }
}

/** Returns the SHA-256 in the form in which fingerprints are shown: upper-case hex pairs with colons. */
function fingerprint(der: Buffer): string {
  return createHash('sha256')
    .update(der)
    .digest('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$&:')
}

/** Returns a certificate as the screens show it, except for whether the operating system trusts it. */
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

/** Returns the certificate of a pin as the screens show it. */
export function describePin(pin: Pin): Omit<PinInfo, 'trustedAtMs'> {
  return describeCertificate(new X509Certificate(pin.certificatePem))
}

const oneLine = (name: string | undefined) => (name ?? '').trim().split('\n').join(', ')

let systemContext: SecureContext | undefined
/** Returns Node's own roots and the operating system's. Reading takes some 60 ms, so it happens once, at first use. */
function systemTrust(): SecureContext {
  systemContext ??= createSecureContext({
    ca: [...new Set([...getCACertificates('default'), ...getCACertificates('system')])],
  })
  return systemContext
}

/**
 * Opens a connection that stays open if the certificate is rejected; `authorized` and `authorizationError` have the
 * result. This is the only place that does so. Nothing may be written to the socket before the caller has checked its
 * certificate: `probeCertificate` never writes, and `connectThoughOutOfDate` compares with the pin first.
 */
function openUnverified(options: ConnectionOptions): TLSSocket {
  return connect({ ...options, rejectUnauthorized: false })
}

/** Waits for the end of the handshake. Destroys the socket on any failure. */
function awaitHandshake(
  socket: TLSSocket,
  endpoint: { host: string; port: number },
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const destination = { ...endpoint, sent: false }
    const finish = (failure: unknown) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      if (failure === null) return resolve(socket)
      socket.destroy()
      reject(networkError(failure, destination) ?? failure)
    }
    const onAbort = () => finish(cancelledError(false))
    const timer = setTimeout(() => finish(timeoutError(destination, 'connect', timeoutMs)), timeoutMs)
    signal?.addEventListener('abort', onAbort)
    // Keep this listener: without a listener, an error after the handshake would be unhandled.
    socket.on('error', finish)
    socket.once('secureConnect', () => finish(null))
    if (signal?.aborted) onAbort()
  })
}

/**
 * Reads the certificate that a server shows. The connection is closed after the TLS handshake and before any
 * request, so no token can leave.
 * @throws AppError net.* | tls.failed | cancelled
 */
export async function probeCertificate(request: ProbeRequest): Promise<ShownCertificate> {
  const endpoint = endpointOf(request.url)
  const opened = openUnverified({
    ...endpoint,
    servername: isIP(endpoint.host) ? '' : endpoint.host,
    secureContext: systemTrust(),
  })
  const socket = await awaitHandshake(opened, endpoint, request.timeoutMs ?? 10_000, request.signal)
  try {
    const certificate = socket.getPeerX509Certificate()
    if (!certificate)
      throw new AppError('tls.failed', 'The server showed no certificate', {
        ...endpoint,
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

const mismatchError = () => Object.assign(new Error('Another certificate than the pinned one'), { code: pinMismatch })
const dateErrors: readonly string[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

/**
 * Connects to a server whose pinned certificate is outside its dates. OpenSSL has no switch for "all but the dates"
 * that Node passes on. So no certificate ends the handshake, and the socket is returned only if the certificate is the
 * pinned one and OpenSSL objects to nothing but its dates. The handshake itself proves that the server holds the key.
 */
async function connectThoughOutOfDate(
  options: ConnectionOptions & { readonly handshake: HandshakeLimits },
  pin: Pin,
): Promise<TLSSocket> {
  const endpoint = { host: options.host ?? '', port: Number(options.port) }
  const socket = await awaitHandshake(
    openUnverified(options),
    endpoint,
    options.handshake.timeoutMs,
    options.handshake.signal,
  )
  const isPinned = socket.getPeerX509Certificate()?.fingerprint256 === pin.fingerprint256
  if (isPinned && (socket.authorized || dateErrors.includes(String(socket.authorizationError)))) return socket
  socket.destroy()
  throw isPinned
    ? Object.assign(new Error('The certificate was rejected'), { code: String(socket.authorizationError) })
    : mismatchError()
}

/**
 * Creates the agent with the sockets to one panel. With a pin it accepts that certificate and no other, whatever
 * name the certificate carries (it rarely names an address). Without a pin it accepts what the operating system or
 * Node trusts. Sessions are not cached, because Node checks the identity of a server only in a full handshake. A new
 * pin needs a new agent: close this one with `destroy()`.
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
    // All sockets of this agent share one context. Parsing the certificate for each socket would cost more than all
    // other work.
    secureContext: createSecureContext({ ca: [pin.certificatePem], allowPartialTrustChain: true }),
    checkServerIdentity: (_host, certificate) =>
      certificate.fingerprint256 === pin.fingerprint256 ? undefined : mismatchError(),
  })
  const { validFromDate, validToDate } = new X509Certificate(pin.certificatePem)
  const connectVerified = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    // Use the machine's own clock, because OpenSSL uses it too.
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
 * Explains a rejected certificate: reads the certificate again, without sending a request, and returns an error
 * that holds it, with the trusted one if that is another.
 * @returns tls.changed `{host, port, oldFingerprint, newFingerprint, sameKey, expired, certificate, previous}`, or
 * tls.untrusted `{host, port, reason?, certificate}`; the error as it came if the certificate cannot be read again.
 */
export async function explainDistrust(target: PanelTarget, failure: AppError, signal?: AbortSignal): Promise<AppError> {
  const shown = await probeCertificate({ url: target.url, signal }).catch(() => null)
  if (!shown) return failure
  const { pin } = target
  if (!pin || shown.info.fingerprint256 === pin.fingerprint256) {
    const code = failure.code === 'tls.changed' ? 'tls.untrusted' : failure.code
    return new AppError(code, failure.message, { ...failure.details, certificate: shown.info })
  }
  return changedError(target.url, pin, shown.info)
}

/**
 * Returns the error for a server that shows another certificate than the trusted one. It holds both certificates,
 * and what may tell a renewal from an attack.
 */
export function changedError(url: string, pin: Pin, shown: CertificateInfo): AppError {
  const previous = describePin(pin)
  return new AppError('tls.changed', 'The server shows another certificate than the one that was trusted', {
    ...endpointOf(url),
    sent: false,
    oldFingerprint: previous.fingerprint256,
    newFingerprint: shown.fingerprint256,
    sameKey: previous.keyFingerprint256 === shown.keyFingerprint256,
    expired: previous.validToMs < Date.now(),
    certificate: shown,
    previous,
  })
}
