/** Errors of the data on disk, of moving it and of going back. Part of `errors.ts`. */
export const dataErrors = {
  'storage_read-only': {
    what: 'The data folder cannot be written to.',
    remedy: 'Check its permissions, or start Wisdeck with another data folder.',
  },
  storage_full: {
    what: 'The disk is full.',
    remedy: 'Free some space and try again. Nothing was half-written.',
  },
  storage_damaged: {
    what: 'The data file is damaged.',
    remedy: 'It was set aside, not deleted. A backup is in the data folder.',
  },
  'storage_in-use': {
    what: 'Another Wisdeck uses this data folder.',
    remedy: 'Close the other one, or start this one with a data folder of its own.',
  },
  storage_newer: {
    what: 'A newer Wisdeck has written this data folder.',
    remedy:
      'Nothing in the folder was changed. Install that version or a later one; or move wisdeck.db out of the folder, start again and restore a backup that is old enough under Settings, Data.',
  },
  'export_wrong-passphrase': {
    what: 'This passphrase does not open the export.',
    remedy: 'Type the one that was chosen when it was made. Nothing is lost by a wrong try.',
  },
  export_damaged: {
    what: 'This is not a whole Wisdeck export.',
    exact: 'This is not a whole Wisdeck export ({reason}).',
    remedy:
      'Nothing was changed. Use the file as Wisdeck has written it: if it was cut off or edited on the way, copy it again.',
  },
  export_newer: {
    what: 'A newer Wisdeck has made this export.',
    exact: 'This export was made by Wisdeck {madeBy}, which is newer than this one.',
    remedy: 'Nothing was changed. Install that version or a later one here, then import the file again.',
  },
  backup_unknown: {
    what: 'This backup is no longer there.',
    remedy: 'Old backups make room for new ones. Choose another one from the list.',
  },
  backup_damaged: {
    what: 'This backup cannot be read.',
    remedy: 'Nothing was changed. Choose another one from the list.',
  },
  backup_newer: {
    what: 'A newer Wisdeck has made this backup.',
    remedy: 'Nothing was changed. Choose an older one, or install the newer version.',
  },
} as const
