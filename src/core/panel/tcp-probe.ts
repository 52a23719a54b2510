import { connect } from 'node:net'
import { cancelledError, networkError, timeoutError } from './network-errors.ts'

/**
 * Opens a TCP connection and closes it.
 * @throws AppError net.* | cancelled
 */
export function tcpProbe(
  host: string,
  port: number,
  timeoutMs: number,
  signal?: AbortSignal | undefined,
): Promise<true> {
  return new Promise((resolve, reject) => {
    const destination = { host, port, sent: false }
    const socket = connect({ host, port, autoSelectFamilyAttemptTimeout: 2_500 })
    const finish = (failure: unknown) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket.destroy()
      if (failure === null) resolve(true)
      else reject(networkError(failure, destination) ?? failure)
    }
    const onAbort = () => finish(cancelledError(false))
    const timer = setTimeout(() => finish(timeoutError(destination, 'connect', timeoutMs)), timeoutMs)
    signal?.addEventListener('abort', onAbort)
    socket.once('connect', () => finish(null))
    socket.on('error', finish)
    if (signal?.aborted) onAbort()
  })
}
