import { spawnSync } from 'node:child_process'

/** Set by test/keyring.sh: a throw-away GNOME keyring is running, and a test that cannot reach it must fail. */
export const withKeyring = process.env['WISDECK_TEST_KEYRING'] === '1'

/** Why the suite is skipped without the keyring. It is part of the suite's title, so that a report shows it. */
export const skipReason = withKeyring ? '' : ' (skipped: no test keyring; run through test/keyring.sh)'

/** Calls the secret service with dbus-send, which comes with D-Bus itself. Throws if the call fails. */
function call(path: string, method: string, ...args: string[]): string {
  const sendArgs = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', path, method, ...args]
  const result = spawnSync('dbus-send', sendArgs, { encoding: 'utf8' })
  if (result.error || result.status !== 0)
    throw new Error(`dbus-send ${method}: ${result.error?.message ?? result.stderr}`)
  return result.stdout
}

const service = '/org/freedesktop/secrets'
const isLocked = (collection: string) =>
  call(
    collection,
    'org.freedesktop.DBus.Properties.Get',
    'string:org.freedesktop.Secret.Collection',
    'string:Locked',
  ).includes('boolean true')

/** Locks the default collection, as a desktop does when its user is away, and checks that it is locked. */
export function lockKeyring(): void {
  const [collection] =
    /\/org\/[^"]+/.exec(call(service, 'org.freedesktop.Secret.Service.ReadAlias', 'string:default')) ?? []
  if (!collection) throw new Error('The test keyring has no default collection')
  // On a busy machine, a single call can leave the collection open.
  for (let tries = 0; tries < 20; tries++) {
    call(service, 'org.freedesktop.Secret.Service.Lock', `array:objpath:${collection}`)
    if (isLocked(collection)) return
  }
  throw new Error('The test keyring does not lock')
}

/** Unlocks the keyring without a prompt: a new daemon replaces the old one, with the password of test/keyring.sh. */
export function unlockKeyring(): void {
  const result = spawnSync('gnome-keyring-daemon', ['--replace', '--unlock', '--components=secrets'], {
    input: 'wisdeck-test',
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`gnome-keyring-daemon: ${result.stderr}`)
}
