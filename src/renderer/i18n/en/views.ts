/** Saved views of the combined tables. */
export const views = {
  title: 'Views',
  gone: 'That view is gone. This is the whole table.',
  count: '{n} row | {n} rows',
  of: { ftp: 'a view of the FTP accounts', cron: 'a view of the cron jobs' },
  suggested: { open: 'No restriction', failing: 'Failing jobs', missed: 'Late or missed jobs' },
  save: {
    button: 'Save view',
    changed: 'View changed',
    update: 'Update “{name}”',
    asNew: 'Save as a new view…',
    reset: 'Discard the changes',
  },
  menu: {
    label: 'Actions for the view {name}',
    rename: 'Rename…',
    up: 'Move up',
    down: 'Move down',
    remove: 'Remove view',
  },
  dialog: {
    saveTitle: 'Save this view',
    renameTitle: 'Rename the view',
    name: 'Name',
    save: 'Save view',
    rename: 'Rename',
    noName: 'A view needs a name.',
    tooLong: 'At most {n} characters.',
  },
  done: {
    saved: 'The view {name} is in the side bar',
    updated: '{name} now shows what the table shows',
    renamed: 'The view is called {name} now',
    removed: 'The view {name} was removed',
    asBefore: '{name} is as it was before',
    back: 'The view {name} is back',
  },
}
