/** Sentences that the combined tables of all servers share: FTP accounts and cron jobs. */
export const fleet = {
  trouble: {
    title: '{n} server could not be read | {n} servers could not be read',
    lastKnown: {
      ftp: 'The rows below are from {age} ago: {n} account. | The rows below are from {age} ago: {n} accounts.',
      cron: 'The rows below are from {age} ago: {n} job. | The rows below are from {age} ago: {n} jobs.',
    },
    nothingKnown: 'Nothing of it is known yet.',
    cut: {
      ftp: '{server} says it holds {total} accounts, but listed {n}. The others are not shown here.',
      cron: '{server} says it holds {total} jobs, but listed {n}. The others are not shown here.',
    },
    stale: '{server} was last read {age} ago. | {n} servers have not been read for a while, the longest for {age}.',
    readAgain: 'Read again',
    retry: 'Try again',
    toServer: 'Look at the server',
    show: 'Show what is wrong',
    hide: 'Hide',
  },
  group: {
    server: 'Server',
    tag: 'Tag',
    environment: 'Environment',
    folder: 'Folder',
    noTag: 'No tag',
    noFolder: 'No folder',
    noOwner: 'No owner',
    noDomain: 'No domain',
    noCommand: 'No command',
  },
  activity: {
    failed: 'failed',
    unknown: 'outcome not known',
  },
}
