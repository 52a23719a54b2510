import { AppError } from '../../shared/errors.ts'
import { endpointOf, probeCertificate } from '../panel/trust.ts'
import type { StoredServer } from '../storage/types.ts'

/**
 * Reads the server's certificate again. If it is the one that the user has seen, returns the pin to store, or null
 * if the operating system trusts it, so that it needs no pin. Plain http gives null too.
 * @throws AppError tls.changed if the server shows another certificate than the one that the user has seen; net.*
 * and tls.failed.
 */
export async function pinOf(url: string, fingerprint256: string, nowMs: number): Promise<StoredServer['pin']> {
  if (new URL(url).protocol === 'http:') return null
  const { info, certificatePem } = await probeCertificate({ url })
  if (info.fingerprint256 !== fingerprint256) {
    throw new AppError('tls.changed', 'The server shows another certificate than the one that was trusted', {
      ...endpointOf(url),
      sent: false,
      oldFingerprint: fingerprint256,
      newFingerprint: info.fingerprint256,
      certificate: info,
    })
  }
  const { systemTrusted, ...kept } = info
  return systemTrusted ? null : { ...kept, certificatePem, trustedAtMs: nowMs }
}
