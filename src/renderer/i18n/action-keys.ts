import type { MethodName } from '../../shared/contract.ts'

/**
 * Methods that change nothing, or only what the screens look like and offer. They leave no entry in the activity log.
 */
type Untold =
  | `app.${string}`
  | `settings.${string}`
  | `inventory.${string}`
  | `budget.${string}`
  | `activity.${string}`
  | `demo.${string}`
  | Exclude<Extract<MethodName, `bulk.${string}`>, 'bulk.start'>
  | `views.${string}`
  | `ipSets.${string}`
  | `data.${'readExport' | 'backups'}`
  | `vault.${'status' | 'unlock' | 'lock'}`
  | `servers.${'list' | 'test' | 'testDraft' | 'importPreview' | 'import' | 'export' | 'reorder'}`
  | `ftp.${'list' | 'get' | 'status' | 'getAnonymous'}`
  | `cron.${'list' | 'get' | 'logs' | 'notes'}`

/**
 * Methods whose calls are written to the activity log. A new method of the contract belongs here until it is listed
 * above.
 */
type ToldMethod = Exclude<MethodName, Untold>
type Underscored<M extends string> = M extends `${infer Domain}.${infer Verb}` ? `${Domain}_${Verb}` : M

/**
 * The catalogue's name of an action; a dot would start a new level there. The last six names distinguish switching on
 * from switching off.
 */
export type ActionKey =
  | Underscored<ToldMethod>
  | 'ftp_enable'
  | 'ftp_disable'
  | 'ftp_anonymousOn'
  | 'ftp_anonymousOff'
  | 'cron_enable'
  | 'cron_disable'
