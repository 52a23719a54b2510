/**
 * Every way a call can fail. The screens switch on the code and never on a message;
 * the message is English for logs, the sentence a user reads comes from the catalogue.
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
  // the way to the panel
  'net.dns',
  'net.refused',
  'net.unreachable',
  'net.timeout',
  'net.lost',
  'net.too-large',
  'tls.untrusted',
  'tls.changed',
  'tls.failed',
  // what the panel said
  'panel.token-rejected',
  'panel.scope',
  'panel.address-refused',
  'panel.forbidden',
  'panel.not-found',
  'panel.wrong-path',
  'panel.redirect',
  'panel.invalid',
  'panel.conflict',
  'panel.throttled',
  'panel.server-error',
  'panel.html',
  'panel.bad-reply',
  // changes
  'write.unknown',
  'write.not-applied',
  'confirm.first-restriction',
  'confirm.last-restriction',
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
  'storage.damaged',
  'storage.in-use',
  'storage.newer',
  // moving and going back
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

/** Facts that the sentence of an error needs; plain JSON, never a secret. */
export type ErrorDetails = Readonly<Record<string, unknown>>

/** An error as it crosses the bridge. */
export interface ErrorValue {
  readonly code: ErrorCode
  readonly message: string
  readonly details?: ErrorDetails
}

export type Envelope<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorValue }

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

  /** The error as plain data: what the page, the activity log and a snapshot may keep. */
  toValue(): ErrorValue {
    return { code: this.code, message: this.message, ...(this.details ? { details: this.details } : {}) }
  }
}

/**
 * Any thrown thing as an ErrorValue; what is not an AppError says no more than its class, for its text may hold
 * anything.
 */
export function toErrorValue(thrown: unknown): ErrorValue {
  if (thrown instanceof AppError) return thrown.toValue()
  const name = thrown instanceof Error ? thrown.name : typeof thrown
  return { code: 'internal', message: `Unexpected ${name} inside Wisdeck` }
}
