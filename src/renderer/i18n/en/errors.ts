import type { ErrorCode } from '../../../shared/errors.ts'
import { dataErrors } from './errors-data.ts'
import { ipSetErrors } from './errors-ip-sets.ts'

type CatalogueKey<Code extends string> = Code extends `${infer Head}.${infer Tail}`
  ? `${Head}_${CatalogueKey<Tail>}`
  : Code

/** The catalogue's name of a code: a dot would start a new level, so `net.dns` is `net_dns` here. */
export type ErrorKey = CatalogueKey<ErrorCode>

/** `exact` is used instead of `what` when the error carries every fact that it names. */
interface Sentences {
  readonly what: string
  readonly exact?: string
  readonly remedy: string
}

/** What happened and what to do, for every code there is: a new code without its sentences fails the type check. */
export const errors = {
  input_invalid: {
    what: 'Something that was entered is not valid.',
    remedy: 'Look through the fields and try again.',
  },
  method_unknown: {
    what: 'This window asked for something that this version of Wisdeck does not know.',
    remedy: 'Close the window and start Wisdeck again, so that both halves have the same version.',
  },
  call_refused: {
    what: 'Wisdeck did not accept this window as its own.',
    remedy: 'Close the window and open Wisdeck again.',
  },
  internal: {
    what: 'Something went wrong inside Wisdeck.',
    remedy: 'Try again. If it stays, restart Wisdeck; the log in the data folder says more and holds no token.',
  },
  cancelled: {
    what: 'This was cancelled before it was done.',
    remedy: 'Nothing more is sent. Start it again if you still want it.',
  },
  server_unknown: {
    what: 'This server is no longer on your desk.',
    remedy: 'It may have been removed in the meantime. Go back to the list.',
  },
  'server_read-only': {
    what: 'This server is set to read-only here.',
    exact: '{server} is set to read-only here.',
    remedy: 'Nothing was sent. Switch read-only off in the server’s settings to change something on it.',
  },
  'server_url-invalid': {
    what: 'This is not the address of a panel.',
    remedy: 'Enter a host name or an IP address, with a port if it is not 2083, as in panel.example.com:3082.',
  },
  'server_http-refused': {
    what: 'Plain http is switched off for this server.',
    remedy:
      'Use https. If the panel has no https, allow plain http for this one server: your token then crosses the network in clear.',
  },
  file_unreadable: {
    what: 'The first line does not name the columns that are needed.',
    exact: 'The first line does not name what is needed: {missing}.',
    remedy: 'Use a CSV file in UTF-8 whose first line names the columns.',
  },
  'file_columns-unknown': {
    what: 'The first line names columns that are not known.',
    exact: 'The first line names columns that are not known: {unknown}. Known are {columns}.',
    remedy: 'Nothing was read, for what stands in them would be lost. Correct their names or take them out.',
  },
  'file_columns-twice': {
    what: 'The first line names a column twice.',
    exact: 'The first line names a column twice: {twice}.',
    remedy: 'Nothing was read. Keep the one that counts.',
  },
  view_unknown: {
    what: 'This view is gone.',
    remedy: 'It was removed in the meantime. Save the filter as a new view if you still want it.',
  },
  vault_undecided: {
    what: 'It is not decided yet where tokens are kept.',
    remedy: 'Choose a place in Settings: the OS keychain, a file with a passphrase, or only until Wisdeck closes.',
  },
  vault_locked: {
    what: 'The store of your tokens is locked.',
    remedy: 'Unlock it with your passphrase, or unlock the keychain of your system, and try again.',
  },
  vault_denied: {
    what: 'The keychain of your system refused access.',
    remedy: 'Allow Wisdeck in the keychain’s own dialog, or choose another place for tokens in Settings.',
  },
  vault_unavailable: {
    what: 'The keychain of your system does not answer.',
    remedy: 'Start its secret service, or choose another place for tokens in Settings. No token was written anywhere.',
  },
  vault_missing: {
    what: 'There is no token for this server.',
    remedy:
      'Enter an API token of its panel. If one was here before, it was kept only until Wisdeck closed or was removed from the keychain.',
  },
  'vault_wrong-passphrase': {
    what: 'This is not the right passphrase.',
    remedy: 'Try again, and check the keyboard layout. Without it the tokens in the file cannot be read by anyone.',
  },
  vault_damaged: {
    what: 'The file with your tokens is damaged.',
    remedy: 'Your servers are still here. Put the file back from a backup, or enter the tokens anew.',
  },
  net_dns: {
    what: 'The name of this server cannot be found.',
    exact: 'The name {host} cannot be found.',
    remedy: 'Check the spelling, your internet connection, and whether the DNS entry still exists.',
  },
  net_refused: {
    what: 'The server is there but refuses connections on this port.',
    exact: '{host} is there but refuses connections on port {port}.',
    remedy: 'The panel may be stopped, or listen elsewhere: panels use port 2083 or 3082.',
  },
  net_unreachable: {
    what: 'There is no way to this server.',
    exact: 'There is no way to {host}.',
    remedy: 'Check your network or VPN. If others can reach it, a firewall may be in between.',
  },
  net_timeout: {
    what: 'The server did not answer in time.',
    exact: '{host} did not answer in time.',
    remedy: 'It may be busy, or a firewall drops the connection silently. Try again in a while.',
  },
  net_lost: {
    what: 'The connection broke before the answer was complete.',
    exact: 'The connection to {host} broke before the answer was complete.',
    remedy: 'Try again. If it keeps happening, look at the server or at a proxy in between.',
  },
  'net_too-large': {
    what: 'The answer was larger than any panel’s answer should be.',
    remedy: 'It was dropped. Check that the address belongs to a WisPanel server.',
  },
  tls_untrusted: {
    what: 'You have not trusted this server’s certificate yet.',
    exact: 'You have not trusted the certificate of {host} yet.',
    remedy: 'Compare its fingerprint with the server’s own and trust it. Your token is not sent before that.',
  },
  tls_changed: {
    what: 'The certificate is not the one you trusted.',
    exact: 'The certificate of {host} is not the one you trusted.',
    remedy:
      'It may have been renewed, or someone stands in between. Compare old and new; nothing is sent until you trust the new one.',
  },
  tls_failed: {
    what: 'No secure connection could be made.',
    exact: 'No secure connection to {host} could be made.',
    remedy: 'The port may not speak https, or the server’s TLS is too old. Check the port first.',
  },
  'panel_token-rejected': {
    what: 'The panel does not accept this token.',
    remedy: 'It may have expired or been revoked. Make a new API token in the panel and enter it here.',
  },
  panel_scope: {
    what: 'The token is not allowed to do this.',
    exact: 'The token is not allowed to use “{scope}”.',
    remedy:
      'Widen its permissions in the panel, or make a new token that has them. New tokens are read-only by default.',
  },
  'panel_address-refused': {
    what: 'The panel does not accept this token from your address.',
    remedy: 'Add the address of this computer to the token’s own IP allow list in the panel.',
  },
  panel_forbidden: {
    what: 'The panel refused this.',
    remedy: 'Check in the panel what the owner of the token may do.',
  },
  'panel_not-found': {
    what: 'The panel does not have this any more.',
    remedy: 'It may have been deleted there. Refresh to see what is left.',
  },
  'panel_wrong-path': {
    what: 'There is no WisPanel API at this address.',
    remedy: 'Check host and port. The API is found under /api/v1 of the panel.',
  },
  panel_redirect: {
    what: 'The server pointed to another address, and Wisdeck does not follow.',
    exact: 'The server pointed to {location}, and Wisdeck does not follow.',
    remedy: 'Your token was not sent there. If that address is right, enter it as the server’s address.',
  },
  panel_invalid: {
    what: 'The panel did not accept these values.',
    remedy: 'Change what it names and try again.',
  },
  panel_conflict: {
    what: 'The panel already has something with this name.',
    remedy: 'Choose another name, or refresh and edit what is there.',
  },
  panel_throttled: {
    what: 'This token has used up its requests for now.',
    remedy: 'Nothing is wrong: Wisdeck goes on when the panel’s quota is free again.',
  },
  'panel_server-error': {
    what: 'The panel had an error of its own.',
    exact: 'The panel had an error of its own (status {status}).',
    remedy: 'Try again in a while. If it stays, look at the panel’s own log.',
  },
  panel_html: {
    what: 'A web page came back instead of data.',
    exact: 'A web page came back instead of data (status {status}).',
    remedy: 'A proxy or another program may answer at this address. Check host and port.',
  },
  'panel_bad-reply': {
    what: 'The answer cannot be read.',
    exact: 'The answer cannot be read (status {status}).',
    remedy: 'The panel may be of a version that Wisdeck does not know. What could be read is shown.',
  },
  write_unknown: {
    what: 'The connection broke, and it is not known whether the change was made.',
    remedy: 'Refresh and look before you try again, so that nothing is done twice.',
  },
  'write_not-applied': {
    what: 'The panel said yes but still shows the old value.',
    exact: 'The panel said yes but still shows the old value for {subject}.',
    remedy: 'Refresh and look. If the old value stays, this panel does not support the change.',
  },
  'confirm_first-restriction': {
    what: 'This would be the first address on the list, and all others may be shut out.',
    remedy: 'Confirm that only the listed addresses shall get in.',
  },
  'confirm_last-restriction': {
    what: 'This would empty the list of allowed addresses.',
    remedy: 'An empty list may mean open to all or closed to all. Confirm it, or keep one address.',
  },
  confirm_typed: {
    what: 'What had to be typed to confirm this is not there or not right.',
    exact: 'To confirm, “{wanted}” has to be typed.',
    remedy: 'Nothing was sent. Type it exactly as shown and run the plan again.',
  },
  confirm_ours: {
    what: 'Some lists would lose an address of yours.',
    exact: '{count} lists would lose {address}, one of your own addresses.',
    remedy: 'Nothing was sent. Leave those accounts out, or type one of the addresses to go on all the same.',
  },
  plan_unknown: {
    what: 'This plan is no longer there.',
    remedy: 'Plans are kept until Wisdeck closes. Make it again: it takes a moment.',
  },
  plan_expired: {
    what: 'This plan is too old to be run safely.',
    remedy: 'Nothing was sent. Make it again, so that it goes by what the servers hold now.',
  },
  plan_used: {
    what: 'This plan has been run already.',
    remedy: 'A plan runs once. Look at its run, or make a new plan.',
  },
  plan_empty: {
    what: 'There is nothing to change in this plan.',
    remedy: 'Every row is as wanted already, cannot be changed, or waits for your confirmation.',
  },
  'plan_holds-passwords': {
    what: 'This plan holds passwords, so it cannot be saved.',
    exact: 'This plan holds passwords from {count} lines of its file, so it cannot be saved.',
    remedy: 'Take the passwords out of the file and plan it again: Wisdeck then draws them. Or run it now.',
  },
  run_unknown: {
    what: 'This run is not in the list of runs.',
    remedy: 'Go back to the list of runs.',
  },
  'run_wrong-state': {
    what: 'The run is not in a state for this.',
    exact: 'The run is {state}, so this cannot be done now.',
    remedy: 'Look at how the run stands now and try again.',
  },
  run_busy: {
    what: 'Another run is at work.',
    remedy: 'Wait until it has ended, or pause or cancel it first.',
  },
  handout_none: {
    what: 'This run has no passwords to show.',
    remedy: 'Passwords are shown once. If they were not kept, rotate them again.',
  },
  'handout_passphrase-needed': {
    what: 'This needs a passphrase to seal the new passwords with.',
    remedy: 'Nothing was sent. Choose one of at least 8 characters and run the plan again.',
  },
  'handout_wrong-passphrase': {
    what: 'This passphrase does not open these passwords.',
    remedy: 'Use the passphrase that was given when they were made. Nothing is lost by a wrong try.',
  },
  handout_damaged: {
    what: 'This is not a whole password file.',
    exact: 'This is not a whole password file ({reason}).',
    remedy:
      'Use the file as Wisdeck has written it. If it was cut or edited, take another copy, or rotate the passwords again.',
  },
  ...dataErrors,
  ...ipSetErrors,
  demo_failed: {
    what: 'The demo fleet could not be started.',
    exact: 'The demo fleet could not be started: {reason}',
    remedy: 'Try again with fewer panels. Your own servers are not affected.',
  },
} as const satisfies Record<ErrorKey, Sentences>
