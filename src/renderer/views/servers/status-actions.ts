import { kindNames } from '../../../shared/kind-names.ts'
import type { ErrorCode, ErrorValue } from '../../../shared/errors.ts'
import type { ListedKind } from '../../../shared/kinds/index.ts'
import type { ServerStatus } from '../../../shared/model/inventory.ts'

/** What a user can do about an error, as a button beside it. `refresh` and `test` are always offered elsewhere too. */
export type StatusAction = 'look-at-certificate' | 'set-token' | 'open-vault' | 'edit-address' | 'refresh' | 'test'

const actions: Partial<Record<ErrorCode, readonly StatusAction[]>> = {
  'tls.untrusted': ['look-at-certificate'],
  'tls.changed': ['look-at-certificate'],
  'tls.failed': ['test', 'edit-address'],
  'vault.missing': ['set-token'],
  'vault.damaged': ['set-token'],
  'vault.undecided': ['open-vault'],
  'vault.locked': ['open-vault'],
  'vault.denied': ['open-vault'],
  'vault.unavailable': ['open-vault'],
  'panel.token-rejected': ['set-token'],
  'panel.scope': ['set-token', 'refresh'],
  'panel.forbidden': ['set-token', 'refresh'],
  'net.dns': ['edit-address', 'test'],
  'net.refused': ['test', 'edit-address'],
  'panel.html': ['edit-address', 'test'],
  'panel.redirect': ['edit-address', 'test'],
  'panel.wrong-path': ['edit-address', 'test'],
  'server.http-refused': ['edit-address'],
}

/** Returns the actions that can resolve an error of a server, the most likely first. */
export function actionsFor(code: ErrorCode): readonly StatusAction[] {
  return actions[code] ?? ['refresh', 'test']
}

interface ReadError {
  readonly error: ErrorValue
  /** The kinds whose last read failed with an error of this code. */
  readonly kinds: readonly ListedKind[]
}

/** Returns the errors of a server's last reads, each code once. */
export function readErrors(status: ServerStatus | undefined): readonly ReadError[] {
  const failed = kindNames.flatMap((kind) => {
    const error = status?.kinds[kind].error ?? null
    return error === null ? [] : [{ kind, error }]
  })
  return [...Map.groupBy(failed, ({ error }) => error.code).values()].flatMap((same) =>
    same[0] ? [{ error: same[0].error, kinds: same.map(({ kind }) => kind) }] : [],
  )
}
