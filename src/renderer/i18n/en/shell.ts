/** The frame around every screen. */
export const shell = {
  appName: 'Wisdeck',
  skip: 'Skip to the content',
  mainNav: 'Main',
  footLabel: 'Tokens and request budget',
  env: {
    production: 'Production',
    staging: 'Staging',
    development: 'Development',
    none: 'No environment',
  },
  vault: {
    keychain: 'Tokens: OS keychain',
    passphrase: 'Tokens: passphrase file',
    session: 'Tokens: until Wisdeck closes',
    undecided: 'Tokens: not decided yet',
    unknown: 'Tokens: asking…',
    locked: '{kind}, locked',
  },
  budget: {
    calm: 'Request budget: free',
    waiting: '{n} server waiting for quota | {n} servers waiting for quota',
    waitingFor: '{n} server waiting for quota · {seconds} s | {n} servers waiting for quota · {seconds} s',
  },
  bridge: {
    connectingTitle: 'Opening your desk…',
    lostTitle: 'Wisdeck does not answer',
    lostText:
      'The part of Wisdeck that talks to your servers is not running or cannot be reached. Nothing is changed from here until it is back. This window keeps trying.',
    lostHint: 'If it does not come back, close this window and start Wisdeck again.',
    deniedTitle: 'This window has lost its key',
    deniedText:
      'Each start of Wisdeck draws a new key, and this window has none or an old one. Your servers and their tokens are where they were.',
    deniedHint: 'Close this window and open Wisdeck from where you started it.',
    retry: 'Try again now',
    reconnected: 'Connected again. Everything has been read anew.',
  },
  selection: {
    label: 'Selection',
    selected: '{n} selected',
    onOneServer: '{n} selected on one server',
    onServers: '{n} selected on {servers} servers',
    hidden: '{n} hidden by the filter',
    clear: 'Clear selection',
  },
  grid: {
    selectAll: 'Select all rows that match the filter',
    selectRow: 'Select {name}',
    empty: 'Nothing here yet',
    noMatch: 'No row matches the filter',
    sortPlace: 'sort key {place}',
    allSelected: '{n} row selected | {n} rows selected',
    noneSelected: 'Selection cleared',
  },
}
