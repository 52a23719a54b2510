/** The command palette. */
export const palette = {
  title: 'Search and commands',
  label: 'Search servers, accounts, jobs, views, screens and actions',
  placeholder: 'Search servers, accounts, jobs, or what to do…',
  open: 'Search or run…',
  results: 'Results',
  recent: 'Recent',
  suggested: 'Suggestions',
  none: 'Nothing by that name',
  found: '{n} result | {n} results',
  kind: { action: 'Action', screen: 'Screen', view: 'View', set: 'IP set', server: 'Server', account: 'FTP account', job: 'Cron job' },
  action: {
    refreshAll: 'Refresh all servers',
    light: 'Use the light theme',
    dark: 'Use the dark theme',
    system: 'Use the theme of the system',
    comfortable: 'Use comfortable rows',
    compact: 'Use compact rows',
    newAccount: 'New FTP account…',
    newJob: 'New cron job…',
  },
  words: { add: 'new create panel', theme: 'appearance colours mode' },
}
