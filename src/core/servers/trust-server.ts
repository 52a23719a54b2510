import { AppError } from '../../shared/errors.ts'
import { endpointOf, probeCertificate } from '../panel/trust.ts'
import type { StoredServer } from '../storage/types.ts'

/**
 * Reads the server's certificate again and, if it is the one the user has seen, returns what to keep of it:
 * null for a certificate the operating system vouches for, which needs no pin.
 * @throws AppError tls.changed where another certificate is met than the one that was shown; net.* and tls.failed.
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
