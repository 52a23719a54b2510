import type { MethodName } from '../../shared/contract.ts'

/**
 * Methods without an entry of their own in the activity log. Core records an imported server as `servers.add`, and the
 * head of a run as `bulk.start`.
 */
type UnloggedMethod =
  | `app.${string}`
  | `settings.${string}`
  | `inventory.${string}`
  | `budget.${string}`
  | `activity.${'list' | 'lines' | 'people' | 'perDay' | 'export' | 'erasure'}`
  | `demo.${string}`
  | Exclude<Extract<MethodName, `bulk.${string}`>, 'bulk.start'>
  | `change.${string}`
  | `views.${string}`
  | `ipSets.${string}`
  | `data.${'readExport' | 'backups'}`
  | `vault.${'status' | 'unlock' | 'lock'}`
  | `servers.${'list' | 'test' | 'testDraft' | 'importPreview' | 'import' | 'export' | 'reorder'}`
  | `rows.${string}`
  | 'ftp.status'
  | `cron.${'logs' | 'notes'}`

/** Methods of earlier versions, whose entries are still in the log. */
type PastMethod =
  | `ftp.${'create' | 'update' | 'setPassword' | 'setAllowedIps' | 'setEnabled' | 'remove'}`
  | `cron.${'create' | 'update' | 'remove'}`

/** Methods that name entries in the activity log. A new method of the contract is one unless it is listed above. */
type LoggedMethod = Exclude<MethodName, UnloggedMethod> | PastMethod
type Underscored<M extends string> = M extends `${infer Domain}.${infer Verb}` ? `${Domain}_${Verb}` : M

/**
 * The catalogue's name of an action. It has `_` for the method's dot, because a dot in a key starts a new level. The
 * last six tell switching on from off, and `ftp_password` is what a run records for a new password.
 */
export type ActionKey =
  | Underscored<LoggedMethod>
  | 'ftp_password'
  | 'ftp_enable'
  | 'ftp_disable'
  | 'ftp_anonymousOn'
  | 'ftp_anonymousOff'
  | 'cron_enable'
  | 'cron_disable'
