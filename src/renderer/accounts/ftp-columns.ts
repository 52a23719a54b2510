import { panelTimeMs } from '../../shared/cron/server-time.ts'
import type { FtpRow } from '../stores/rows.ts'
import type { Column } from '../table/columns.ts'
import type { CopyColumn } from '../table/copy.ts'
import type { MessageKey } from '../i18n/index.ts'
import { ipSortKey } from './ip-sort.ts'
import type { useAccountWords } from './use-account-words.ts'

type Words = ReturnType<typeof useAccountWords>

/** What few look for: shown only where the user chose it. */
const hiddenColumns = (words: Words): readonly Column<FtpRow>[] => [
  {
    id: 'domain',
    header: 'ftp.column.domain',
    text: (row) => row.account.domain ?? '',
    widthPx: 168,
    grow: 2,
    muted: true,
    hidden: true,
  },
  {
    id: 'owner',
    header: 'ftp.column.owner',
    text: (row) => row.account.owner,
    widthPx: 120,
    muted: true,
    hidden: true,
  },
  {
    id: 'home',
    header: 'ftp.column.home',
    text: (row) => row.account.homeDir,
    widthPx: 200,
    grow: 3,
    mono: true,
    muted: true,
    hidden: true,
    searchable: false,
  },
  {
    id: 'created',
    header: 'ftp.column.created',
    text: (row) => words.clocks(row.account.createdAt, row),
    sortKey: (row) => panelTimeMs(row.account.createdAt),
    widthPx: 120,
    muted: true,
    searchable: false,
    hidden: true,
  },
]

/** The columns of the table. What they say is what is searched, what the tooltip tells and what is copied. */
export function ftpColumns(words: Words): readonly Column<FtpRow>[] {
  return [
    { id: 'account', header: 'ftp.column.account', text: (row) => row.account.username, widthPx: 184, grow: 2 },
    { id: 'server', header: 'ftp.column.server', text: (row) => row.server.name, widthPx: 168, grow: 2, muted: true },
    {
      id: 'allowed',
      header: 'ftp.column.allowed',
      text: (row) => words.ips(row.account.allowedIps),
      sortKey: (row) => ipSortKey(row.account.allowedIps),
      widthPx: 170,
      grow: 4,
      mono: true,
    },
    { id: 'state', header: 'ftp.column.state', text: (row) => words.state(row.account.enabled), widthPx: 104 },
    {
      id: 'access',
      header: 'ftp.column.access',
      text: (row) => words.access(row.account.readOnly),
      widthPx: 108,
      muted: true,
    },
    {
      id: 'quota',
      header: 'ftp.column.quota',
      text: (row) => words.quota(row.account.quotaMb),
      // No limit is more than any limit.
      sortKey: (row) => (row.account.quotaMb === 0 ? Number.MAX_SAFE_INTEGER : row.account.quotaMb),
      widthPx: 122,
      align: 'end',
      muted: true,
      searchable: false,
    },
    {
      id: 'changed',
      header: 'ftp.column.changed',
      text: (row) => words.clocks(row.account.updatedAt, row),
      sortKey: (row) => panelTimeMs(row.account.updatedAt),
      widthPx: 136,
      muted: true,
      searchable: false,
    },
    ...hiddenColumns(words),
  ]
}

/** What is copied of an account: all that the panel told of it, and no secret, for there is none in a row. */
export function ftpCopyColumns(words: Words, t: (key: MessageKey) => string): readonly CopyColumn<FtpRow>[] {
  return [
    { id: 'account', name: t('ftp.column.account'), text: (row) => row.account.username },
    { id: 'server', name: t('ftp.column.server'), text: (row) => row.server.name },
    {
      id: 'environment',
      name: t('ftp.column.environment'),
      text: (row) => t(`shell.env.${row.server.environment}`),
      value: (row) => row.server.environment,
    },
    {
      id: 'allowedIps',
      name: t('ftp.column.allowed'),
      text: (row) => words.ips(row.account.allowedIps),
      value: (row) => row.account.allowedIps,
    },
    {
      id: 'enabled',
      name: t('ftp.column.state'),
      text: (row) => words.state(row.account.enabled),
      value: (row) => row.account.enabled,
    },
    {
      id: 'readOnly',
      name: t('ftp.column.access'),
      text: (row) => words.access(row.account.readOnly),
      value: (row) => row.account.readOnly,
    },
    {
      id: 'quotaMb',
      name: t('ftp.column.quota'),
      text: (row) => words.quota(row.account.quotaMb),
      value: (row) => row.account.quotaMb,
    },
    { id: 'owner', name: t('ftp.column.owner'), text: (row) => row.account.owner },
    {
      id: 'domain',
      name: t('ftp.column.domain'),
      text: (row) => row.account.domain ?? '',
      value: (row) => row.account.domain,
    },
    { id: 'homeDir', name: t('ftp.column.home'), text: (row) => row.account.homeDir },
    {
      id: 'createdAt',
      name: t('ftp.column.created'),
      text: (row) => row.account.createdAt ?? '',
      value: (row) => row.account.createdAt,
    },
    {
      id: 'updatedAt',
      name: t('ftp.column.changed'),
      text: (row) => row.account.updatedAt ?? '',
      value: (row) => row.account.updatedAt,
    },
  ]
}
