import type { Column } from '../table/columns.ts'
import type { CopyColumn } from '../table/copy.ts'
import type { FieldTests } from '../table/filter.ts'
import type { GroupKey } from '../table/groups.ts'
import type { useText } from '../i18n/index.ts'
import type { KindRow } from './rows.ts'

/** The panel user that a row belongs to, and its domain; null for none. */
interface Belonging {
  readonly owner: string
  readonly domain: string | null
}

/** What a table shows of owners and domains. Both columns are hidden until the user shows them. */
export function ownerAndDomain<Row extends KindRow>(of: (row: Row) => Belonging) {
  const domainOf = (row: Row) => of(row).domain ?? ''
  const ownerOf = (row: Row) => of(row).owner
  return {
    columns: [
      { id: 'domain', header: 'field.domain', text: domainOf, widthPx: 168, grow: 2, muted: true, hidden: true },
      { id: 'owner', header: 'field.owner', text: ownerOf, widthPx: 120, muted: true, hidden: true },
    ] satisfies readonly Column<Row>[],
    groupKeys: [
      { id: 'owner', header: 'field.owner', of: ownerOf, none: 'fleet.group.noOwner' },
      { id: 'domain', header: 'field.domain', of: domainOf, none: 'fleet.group.noDomain' },
    ] satisfies readonly GroupKey<Row>[],
    fields: {
      owner: (row, value) => ownerOf(row).toLowerCase().includes(value),
      domain: (row, value) => domainOf(row).toLowerCase().includes(value),
    } satisfies FieldTests<Row>,
    copyColumns: (t: ReturnType<typeof useText>['t']): readonly CopyColumn<Row>[] => [
      { id: 'owner', name: t('field.owner'), text: ownerOf },
      { id: 'domain', name: t('field.domain'), text: domainOf, value: (row) => of(row).domain },
    ],
  }
}

/** The columns for copying a row's server. */
export function serverCopyColumns<Row extends KindRow>(t: ReturnType<typeof useText>['t']): readonly CopyColumn<Row>[] {
  return [
    { id: 'server', name: t('field.server'), text: (row) => row.server.name },
    {
      id: 'environment',
      name: t('field.environment'),
      text: (row) => t(`shell.env.${row.server.environment}`),
      value: (row) => row.server.environment,
    },
  ]
}
