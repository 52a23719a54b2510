import type { MethodName } from '../../shared/contract.ts'

/**
 * Methods without an entry of their own in the record. Core records an imported server as `servers.add`, and the head
 * of a run as `bulk.start`. Methods that change rows are not among these names: a run records what it did to a row.
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
  | `undo.${string}`
  | `views.${'list' | 'opened'}`
  | 'ipSets.list'
  | `data.${'readExport' | 'backups'}`
  | `vault.${'status' | 'unlock' | 'lock'}`
  | `servers.${'list' | 'test' | 'testDraft' | 'importPreview' | 'import' | 'export'}`
  | `rows.${string}`
  | `ftp.${string}`
  | `cron.${string}`

/** Methods that name entries of the record. A new method of the contract is one unless it is listed above. */
type LoggedMethod = Exclude<MethodName, UnloggedMethod>
type Underscored<M extends string> = M extends `${infer Domain}.${infer Verb}` ? `${Domain}_${Verb}` : M

/** Changes of rows, as runs record them and as earlier versions did, with switching on told from off. */
type RowAction =
  | `ftp_${'create' | 'update' | 'remove' | 'password' | 'setPassword' | 'setAllowedIps' | 'setEnabled' | 'setAnonymous'}`
  | `ftp_${'enable' | 'disable' | 'anonymousOn' | 'anonymousOff'}`
  | `cron_${'create' | 'update' | 'remove' | 'setNote' | 'enable' | 'disable'}`

/** The catalogue's name of an action. It has `_` for the method's dot, because a dot in a key starts a new level. */
export type ActionKey = Underscored<LoggedMethod> | RowAction
