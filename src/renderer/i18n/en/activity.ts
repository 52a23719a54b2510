import type { MethodName } from '../../../shared/contract.ts'

/**
 * Methods that change nothing, or only what the screens look like and offer: they leave no trace in the activity log.
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
 * The methods whose calls are written to the log. A new method of the contract is one of them until it is listed above.
 */
export type ToldMethod = Exclude<MethodName, Untold>
type Underscored<M extends string> = M extends `${infer Domain}.${infer Verb}` ? `${Domain}_${Verb}` : M

/** The catalogue's name of an action: a dot would start a new level. The last few tell switching on from off. */
export type ActionKey =
  | Underscored<ToldMethod>
  | 'ftp_enable'
  | 'ftp_disable'
  | 'ftp_anonymousOn'
  | 'ftp_anonymousOff'
  | 'cron_enable'
  | 'cron_disable'

/** Said of the deed whether it went well or not, so never in the past tense. */
const action = {
  vault_choose: 'Choose token storage',
  servers_add: 'Add server',
  servers_edit: 'Edit server',
  servers_remove: 'Remove from this app',
  servers_duplicate: 'Duplicate server',
  servers_setToken: 'Store token',
  servers_forgetToken: 'Forget token',
  servers_trust: 'Trust certificate',
  servers_forgetTrust: 'Forget certificate',
  ftp_create: 'Create FTP account',
  ftp_update: 'Change FTP account',
  ftp_setPassword: 'Change FTP password',
  ftp_setAllowedIps: 'Change allowed addresses',
  ftp_setEnabled: 'Enable or disable account',
  ftp_enable: 'Enable FTP account',
  ftp_disable: 'Disable FTP account',
  ftp_remove: 'Delete account on server',
  ftp_setAnonymous: 'Switch anonymous FTP',
  ftp_anonymousOn: 'Switch anonymous FTP on',
  ftp_anonymousOff: 'Switch anonymous FTP off',
  bulk_start: 'Bulk change',
  cron_create: 'Create cron job',
  cron_update: 'Change cron job',
  cron_enable: 'Enable cron job',
  cron_disable: 'Disable cron job',
  cron_remove: 'Delete job on server',
  cron_setNote: 'Change note on cron job',
  data_export: 'Export everything',
  data_import: 'Import another desk',
  data_restore: 'Restore a backup',
} as const satisfies Record<ActionKey, string>

/** Sentences of the "Activity" screen. */
export const activity = {
  title: 'Activity',
  label: 'Every change that was made from here, newest first',
  action,
  /** A bulk change that was given no name, by what it does. */
  bulk: {
    ftp_allowedIps: 'IP restrictions',
    ftp_enabled: 'Enable or disable accounts',
    ftp_settings: 'Quota and access',
    ftp_password: 'New passwords',
    ftp_remove: 'Delete accounts',
    ftp_create: 'New account on many servers',
    ftp_import: 'Accounts from CSV',
    cron_edit: 'Edit jobs',
    cron_remove: 'Delete jobs',
    cron_create: 'New job on many servers',
    cron_copy: 'Copy jobs',
    undo: 'Undo of a run',
    retry: 'Retry of a run',
  },
  summary: {
    loaded: '{n} entry read so far, newest first | {n} entries read so far, newest first',
    all: '{n} entry, newest first | {n} entries, newest first',
    shown: '{n} of {total} read so far | {n} of {total} read so far',
    shownOfAll: '{n} of {total} | {n} of {total}',
  },
  column: {
    when: 'When',
    action: 'What',
    subject: 'Subject',
    server: 'Server',
    change: 'Change',
    result: 'Result',
    actor: 'Who',
  },
  filter: {
    text: 'Filter the activity',
    placeholder: 'Words, or server:web-12 what:password who:anna',
    server: 'Server',
    allServers: 'All servers',
    gone: '{name} (no longer on the desk)',
    result: 'Result',
    all: 'All',
  },
  result: {
    done: 'Done',
    failed: 'Failed',
    unknown: 'Outcome unknown',
  },
  resultShort: {
    done: 'Done',
    failed: 'Failed',
    unknown: 'Unknown',
  },
  more: {
    load: 'Read older entries',
  },
  export: {
    csv: 'Export CSV',
    what: 'Saves the entries that are shown now',
    none: 'Nothing is shown',
    done: '{name} is in your downloads: {n} entry | {name} is in your downloads: {n} entries',
    file: 'wisdeck-activity-{date}.csv',
  },
  empty: {
    title: 'No changes yet',
    text: 'Every change that is made from here is written down: who, when, what it was before and what it is now. The log stays on this computer.',
    noMatch: 'No entry fits the filter',
    noMatchText:
      'Among the {n} entry read so far. Older ones may fit. | Among the {n} entries read so far. Older ones may fit.',
    noMatchAll: 'All {n} entry was looked through. | All {n} entries were looked through.',
    clear: 'Clear the filter',
  },
  panel: {
    subtitle: '{subject} on {server}',
    when: 'When',
    who: 'Who',
    server: 'Server',
    gone: 'no longer on the desk',
    subject: 'Subject',
    result: 'Result',
    entry: 'Entry',
    copy: 'Copy as JSON',
    toServer: 'Open the server',
    toRun: 'Show the run',
    outcome: 'What became of it on this server',
    changes: 'Before and after',
    created: 'As it was created',
    removed: 'As it was before',
    nothing: 'No value differs.',
  },
  diff: {
    before: 'before',
    after: 'after',
    added: 'added',
    removed: 'removed',
    kept: 'unchanged',
    more: 'and {n} more | and {n} more',
    same: 'no value differs',
  },
  value: {
    none: 'none',
    yes: 'yes',
    no: 'no',
    enabled: 'enabled',
    disabled: 'disabled',
    readOnly: 'read-only',
    readWrite: 'read-write',
    noLimit: 'no limit',
    megabytes: '{n} MB',
    noRestriction: 'no restriction',
    notRead: 'not read yet',
    worked: 'went well',
    didNot: 'failed',
    never: 'never',
    stored: 'stored',
    replaced: 'new one stored',
    changed: 'changed (never written down)',
  },
  field: {
    serversAdded: 'Servers added',
    serversUpdated: 'Servers changed',
    serversRemoved: 'Servers removed',
    servers: 'Servers',
    tokens: 'Tokens',
    tokensReplaced: 'Tokens replaced',
    views: 'Saved views',
    plans: 'Saved plans',
    activity: 'Activity entries',
    runs: 'Runs',
    settings: 'Settings',
    allowedIps: 'Allowed addresses',
    allowHttp: 'Plain http',
    certificate: 'Certificate',
    colour: 'Colour',
    command: 'Command',
    confirmed: 'Done',
    createdAt: 'Created',
    cronExpr: 'Schedule',
    domain: 'Domain',
    emailOnComplete: 'Mail after each run',
    emailOnError: 'Mail on errors',
    enabled: 'State',
    environment: 'Environment',
    failed: 'Failed',
    folder: 'Folder',
    homeDir: 'Home directory',
    id: 'Number on the panel',
    kind: 'Tokens',
    lastRunAt: 'Last run',
    lastRunOk: 'Last run',
    name: 'Name',
    nextRunAt: 'Next run',
    note: 'Note',
    notes: 'Notes',
    owner: 'Owner',
    password: 'Password',
    quotaMb: 'Quota',
    readOnly: 'Access',
    skipped: 'Left out',
    tags: 'Tags',
    timeZone: 'Time zone',
    token: 'Token',
    unknown: 'Unknown',
    updatedAt: 'Changed',
    url: 'Address',
    username: 'Username',
  },
}
