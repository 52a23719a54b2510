import { Database as DatabaseIcon, Power, PowerOff, Trash2 } from '@lucide/vue'
import type { Database } from '../../../shared/kinds/databases.ts'
import type { RowKind } from '../kind.ts'
import { defineRows, type KindRow } from '../rows.ts'

/** A database in the table. */
export interface DatabaseRow extends KindRow {
  readonly database: Database
}

/** Databases. */
export const databases: RowKind<DatabaseRow> = {
  kind: 'databases',
  icon: DatabaseIcon,
  useRows: defineRows<'databases', DatabaseRow>('databases', {
    rowsOf: (slice, server) =>
      slice.rows.map((database) => ({ key: `${server.id}/databases/${database.id}`, server, database })),
  }),
  nameOf: ({ database }) => database.name,
  actions: [
    { id: 'enable', label: 'action.enable', icon: Power, change: { type: 'databases.edit', patch: { enabled: true } } },
    {
      id: 'disable',
      label: 'action.disable',
      icon: PowerOff,
      change: { type: 'databases.edit', patch: { enabled: false } },
    },
    {
      id: 'remove',
      label: 'action.deleteOnServerAsk',
      icon: Trash2,
      change: { type: 'databases.remove' },
      danger: true,
    },
  ],
  creations: [],
  suggestedViews: [],
  loadTable: async () => (await import('./table.ts')).databaseTable,
}
