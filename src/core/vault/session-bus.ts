import { connect } from 'node:net'

/**
 * Returns the sockets where libdbus looks: DBUS_SESSION_BUS_ADDRESS, else the user's runtime folder (D-Bus
 * Specification, "Well-known Message Bus Instances").
 */
function busPaths(env: Readonly<NodeJS.ProcessEnv>): readonly string[] {
  const address =
    env['DBUS_SESSION_BUS_ADDRESS'] ?? (env['XDG_RUNTIME_DIR'] ? `unix:path=${env['XDG_RUNTIME_DIR']}/bus` : '')
  return address.split(';').flatMap((each) => {
    const [, pairs = ''] = /^unix:(.*)$/.exec(each) ?? []
    const options = new Map(
      pairs.split(',').map((pair) => [pair.split('=', 1)[0] ?? '', unescaped(pair.slice(pair.indexOf('=') + 1))]),
    )
    const path = options.get('path')
    const abstract = options.get('abstract')
    return path ? [path] : abstract ? [`\0${abstract}`] : []
  })
}

/** Decodes a value in which any byte may be written as %xx (D-Bus Specification, "Server Addresses"). */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether a bus on this socket answers the first line of its handshake in time ("Authentication Protocol"). */
function answersHandshake(path: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    const end = (answer: boolean): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => end(false), timeoutMs)
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
    // A bus answers AUTH without a mechanism with REJECTED and the mechanisms it knows.
    socket.once('connect', () => socket.write('\0AUTH\r\n'))
    socket.once('data', (bytes) => end(bytes.toString('latin1').startsWith('REJECTED')))
  })
}

/**
 * Whether a D-Bus session bus answers. Each address gets `timeoutMs`, one after the other. Call it before the native
 * keyring: the keyring connects on the calling thread and would block the whole app as long as a hung bus does not
 * answer.
 */
export async function sessionBusAnswers(env: Readonly<NodeJS.ProcessEnv>, timeoutMs: number): Promise<boolean> {
  for (const path of busPaths(env)) {
    if (await answersHandshake(path, timeoutMs)) return true
  }
  return false
}
