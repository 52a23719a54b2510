import { spawnSync } from 'node:child_process'

/** Set by test/keyring.sh: a throw-away GNOME keyring is there, and a test that cannot reach it has failed. */
export const withKeyring = process.env['WISDECK_TEST_KEYRING'] === '1'

/** Why the suite is skipped elsewhere; part of its title, so that a report shows it. */
export const whyNot = withKeyring ? '' : ' (skipped: no test keyring; run through test/keyring.sh)'

/** Asks the secret service with dbus-send, which comes with D-Bus itself. Throws where it fails. */
function call(method: string, argument: string): string {
  const args = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets', `org.freedesktop.Secret.Service.${method}`, argument]
  const result = spawnSync('dbus-send', args, { encoding: 'utf8' })
  if (result.error || result.status !== 0) throw new Error(`dbus-send ${method}: ${result.error?.message ?? result.stderr}`)
  return result.stdout
}

/** Locks the default collection, as a desktop does when its user walks away. */
export function lockKeyring(): void {
  const [path] = /\/org\/[^"]+/.exec(call('ReadAlias', 'string:default')) ?? []
  if (!path) throw new Error('The test keyring has no default collection')
  call('Lock', `array:objpath:${path}`)
}

/** Opens it again without a prompt: a new daemon takes the place of the old one with the password of test/keyring.sh. */
export function unlockKeyring(): void {
  const result = spawnSync('gnome-keyring-daemon', ['--replace', '--unlock', '--components=secrets'], { input: 'wisdeck-test', encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`gnome-keyring-daemon: ${result.stderr}`)
}
