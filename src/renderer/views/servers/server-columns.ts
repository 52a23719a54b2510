import { kindNames } from '../../../shared/kind-names.ts'
import type { ListedKind } from '../../../shared/kinds/index.ts'
import { absoluteTime } from '../../composables/relative-time.ts'
import type { ServerRow } from '../../fleet/server-row.ts'
import { statusKinds } from '../../fleet/server-status.ts'
import type { useText } from '../../i18n/index.ts'
import type { Column } from '../../table/columns.ts'

/** Returns how many accounts or jobs a server had at the last read; null before the first. */
function knownCount({ status }: ServerRow, kind: ListedKind): number | null {
  return status?.kinds[kind].readAtMs == null ? null : status.kinds[kind].count
}

type Words = Pick<ReturnType<typeof useText>, 't' | 'number'> & { readonly locale: string }

/** Columns that few users need. They are hidden until the user shows them. */
const hiddenColumns = ({ t }: Words): readonly Column<ServerRow>[] => [
  {
    id: 'environment',
    header: 'field.environment',
    text: ({ server }) => t(`shell.env.${server.environment}`),
    widthPx: 120,
    muted: true,
    searchable: false,
    hidden: true,
  },
  {
    id: 'notes',
    header: 'field.notes',
    text: ({ server }) => server.notes.replaceAll(/\s+/g, ' '),
    widthPx: 160,
    grow: 2,
    muted: true,
    hidden: true,
  },
]

/** Returns the column that counts the rows of one kind. */
const countColumn = (kind: ListedKind, { t, number }: Words): Column<ServerRow> => ({
  id: kind,
  header: `kinds.${kind}.column`,
  text(row) {
    const count = knownCount(row, kind)
    return count === null ? t('state.noValue') : number(count)
  },
  sortKey: (row) => knownCount(row, kind),
  widthPx: 63,
  align: 'end',
  searchable: false,
})

/** The columns of the table of servers. Free text in the filter finds names, addresses, tags, folders and notes. */
export function serverColumns(words: Words): readonly Column<ServerRow>[] {
  const { t, number, locale } = words
  return [
    { id: 'name', header: 'field.name', text: ({ server }) => server.name, widthPx: 180, leastPx: 164, grow: 3 },
    {
      id: 'host',
      header: 'field.url',
      text: ({ server }) => server.url,
      sortKey: ({ host }) => host,
      widthPx: 130,
      leastPx: 96,
      grow: 2,
      mono: true,
      muted: true,
    },
    {
      id: 'status',
      header: 'field.status',
      text: ({ state }) => t(`servers.status.${state.kind}`),
      sortKey: ({ state }) => statusKinds.indexOf(state.kind),
      widthPx: 168,
      grow: 1,
      searchable: false,
    },
    ...kindNames.map((kind) => countColumn(kind, words)),
    {
      id: 'read',
      header: 'servers.column.read',
      text: ({ state }) => (state.readAtMs === null ? t('state.never') : absoluteTime(state.readAtMs, locale)),
      sortKey: ({ state }) => state.readAtMs,
      widthPx: 96,
      muted: true,
      searchable: false,
    },
    {
      id: 'budget',
      header: 'servers.column.budget',
      text: ({ budget }) =>
        budget?.remaining == null || budget.limit === null
          ? t('shell.budget.unknown')
          : t('shell.budget.left', { remaining: number(budget.remaining), limit: number(budget.limit) }),
      sortKey: ({ budget }) => budget?.remaining ?? null,
      widthPx: 102,
      align: 'end',
      muted: true,
      searchable: false,
    },
    { id: 'tags', header: 'field.tags', text: ({ server }) => server.tags.join(', '), widthPx: 100, grow: 2 },
    { id: 'folder', header: 'field.folder', text: ({ server }) => server.folder, widthPx: 112, grow: 1, muted: true },
    ...hiddenColumns(words),
  ]
}
