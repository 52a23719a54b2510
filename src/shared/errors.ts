/**
 * The code of every error that a call can return. The screens switch on the code and never on a message. The message is
 * English, for logs. The sentence a user reads comes from the catalogue.
 */
export const errorCodes = [
  // the call itself
  'input.invalid',
  'method.unknown',
  'call.refused',
  'internal',
  'cancelled',
  // profiles
  'server.unknown',
  'server.read-only',
  'server.url-invalid',
  'server.http-refused',
  'file.unreadable',
  'file.columns-unknown',
  'file.columns-twice',
  'view.unknown',
  // IP sets
  'ip-set.unknown',
  'ip-set.name-taken',
  'ip-set.unreadable',
  'ip-set.empty',
  'ip-set.too-many',
  // tokens
  'vault.undecided',
  'vault.locked',
  'vault.denied',
  'vault.unavailable',
  'vault.missing',
  'vault.wrong-passphrase',
  'vault.damaged',
  // the connection to the panel
  'net.dns',
  'net.refused',
  'net.unreachable',
  'net.timeout',
  'net.lost',
  'net.too-large',
  'tls.untrusted',
  'tls.changed',
  'tls.failed',
  // what the panel answered
  'panel.token-rejected',
  'panel.scope',
  'panel.address-refused',
  'panel.forbidden',
  'panel.not-found',
  'panel.wrong-path',
  'panel.unsupported',
  'panel.redirect',
  'panel.invalid',
  'panel.conflict',
  'panel.throttled',
  'panel.server-error',
  'panel.html',
  'panel.bad-reply',
  // changes
  'write.unknown',
  'write.not-sent',
  'write.not-applied',
  'write.altered',
  'write.half-made',
  'change.impossible',
  'undo.impossible',
  'confirm.needed',
  'confirm.first-restriction',
  'confirm.last-restriction',
  'confirm.open-to-all',
  'confirm.typed',
  'confirm.ours',
  // bulk changes
  'plan.unknown',
  'plan.expired',
  'plan.used',
  'plan.empty',
  'plan.holds-passwords',
  'run.unknown',
  'run.wrong-state',
  'run.busy',
  'handout.none',
  'handout.passphrase-needed',
  'handout.wrong-passphrase',
  'handout.damaged',
  // data on disk
  'storage.read-only',
  'storage.full',
  'storage.busy',
  'storage.damaged',
  'storage.in-use',
  'storage.newer',
  // export, import and backups
  'export.wrong-passphrase',
  'export.damaged',
  'export.newer',
  'backup.unknown',
  'backup.damaged',
  'backup.newer',
  // demo
  'demo.failed',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Facts that the sentence of an error needs. Plain JSON, never a secret. */
type ErrorDetails = Readonly<Record<string, unknown>>

/** An error as plain data, as it is sent between core and the page. */
export interface ErrorValue {
  readonly code: ErrorCode
  readonly message: string
  readonly details?: ErrorDetails
}

/** A value of core with a sequence number: it shows the effect of that event and of all before it. */
export interface Numbered<T> {
  readonly seq: number
  readonly value: T
}

/** The answer to a call. */
export type Envelope<T> = ({ readonly ok: true } & Numbered<T>) | { readonly ok: false; readonly error: ErrorValue }

/** The one error class of core. Anything else that is thrown is a bug and becomes `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails | undefined

  constructor(code: ErrorCode, message: string, details?: ErrorDetails, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }

  /** Returns the error as plain data, the form in which the page, the activity log and a snapshot keep it. */
  toValue(): ErrorValue {
    return { code: this.code, message: this.message, ...(this.details ? { details: this.details } : {}) }
  }
}

/** Returns a thrown value as an ErrorValue. Names only the class if it is no AppError: its text may hold anything. */
export function toErrorValue(thrown: unknown): ErrorValue {
  if (thrown instanceof AppError) return thrown.toValue()
  const name = thrown instanceof Error ? thrown.name : typeof thrown
  return { code: 'internal', message: `Unexpected ${name} inside Wisdeck` }
}
