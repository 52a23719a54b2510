import { panelTimeMs } from '../../../shared/cron/server-time.ts'
import type { FtpRow } from './account-rows.ts'
import type { Column } from '../../table/columns.ts'
import type { CopyColumn } from '../../table/copy.ts'
import type { useText } from '../../i18n/index.ts'
import { ownerAndDomain, serverCopyColumns } from '../shared-columns.ts'
import { ipSortKey } from './ips/ip-sort.ts'
import type { useAccountWords } from './use-account-words.ts'

type Words = ReturnType<typeof useAccountWords>

const belonging = ownerAndDomain<FtpRow>(({ account }) => account)

/** Columns that few users need. They are hidden until the user shows them. */
const hiddenColumns = (words: Words): readonly Column<FtpRow>[] => [
  ...belonging.columns,
  {
    id: 'home',
    header: 'field.homeDir',
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
    header: 'field.createdAt',
    text: (row) => words.clocks(row.account.createdAt, row),
    sortKey: (row) => panelTimeMs(row.account.createdAt),
    widthPx: 120,
    muted: true,
    searchable: false,
    hidden: true,
  },
]

/**
 * The columns of the table. Their text is what the filter searches, if the column is searchable, and what the tooltip
 * shows. What is copied is in `ftpCopyColumns`.
 */
export function ftpColumns(words: Words): readonly Column<FtpRow>[] {
  return [
    {
      id: 'account',
      header: 'field.account',
      text: (row) => row.account.username,
      widthPx: 184,
      leastPx: 144,
      grow: 2,
    },
    {
      id: 'server',
      header: 'field.server',
      text: (row) => row.server.name,
      widthPx: 168,
      leastPx: 112,
      grow: 2,
      muted: true,
    },
    {
      id: 'allowed',
      header: 'field.allowedIps',
      text: (row) => words.ips(row.account.allowedIps),
      sortKey: (row) => ipSortKey(row.account.allowedIps),
      widthPx: 170,
      leastPx: 132,
      grow: 4,
      mono: true,
    },
    { id: 'state', header: 'field.state', text: (row) => words.state(row.account.enabled), widthPx: 104 },
    {
      id: 'access',
      header: 'field.readOnly',
      text: (row) => words.access(row.account.readOnly),
      widthPx: 108,
      muted: true,
    },
    {
      id: 'quota',
      header: 'field.quotaMb',
      text: (row) => words.quota(row.account.quotaMb),
      // No limit sorts above every limit.
      sortKey: (row) => (row.account.quotaMb === 0 ? Number.MAX_SAFE_INTEGER : row.account.quotaMb),
      widthPx: 122,
      align: 'end',
      muted: true,
      searchable: false,
    },
    {
      id: 'changed',
      header: 'field.updatedAt',
      text: (row) => words.clocks(row.account.updatedAt, row),
      sortKey: (row) => panelTimeMs(row.account.updatedAt),
      widthPx: 136,
      muted: true,
      searchable: false,
    },
    ...hiddenColumns(words),
  ]
}

/** The columns for copying accounts: every field of the account and its server. A row holds no secret. */
export function ftpCopyColumns(words: Words, t: ReturnType<typeof useText>['t']): readonly CopyColumn<FtpRow>[] {
  return [
    { id: 'account', name: t('field.account'), text: (row) => row.account.username },
    ...serverCopyColumns<FtpRow>(t),
    {
      id: 'allowedIps',
      name: t('field.allowedIps'),
      text: (row) => words.ips(row.account.allowedIps),
      value: (row) => row.account.allowedIps,
    },
    {
      id: 'enabled',
      name: t('field.state'),
      text: (row) => words.state(row.account.enabled),
      value: (row) => row.account.enabled,
    },
    {
      id: 'readOnly',
      name: t('field.readOnly'),
      text: (row) => words.access(row.account.readOnly),
      value: (row) => row.account.readOnly,
    },
    {
      id: 'quotaMb',
      name: t('field.quotaMb'),
      text: (row) => words.quota(row.account.quotaMb),
      value: (row) => row.account.quotaMb,
    },
    ...belonging.copyColumns(t),
    { id: 'homeDir', name: t('field.homeDir'), text: (row) => row.account.homeDir },
    {
      id: 'createdAt',
      name: t('field.createdAt'),
      text: (row) => row.account.createdAt ?? '',
      value: (row) => row.account.createdAt,
    },
    {
      id: 'updatedAt',
      name: t('field.updatedAt'),
      text: (row) => row.account.updatedAt ?? '',
      value: (row) => row.account.updatedAt,
    },
  ]
}
