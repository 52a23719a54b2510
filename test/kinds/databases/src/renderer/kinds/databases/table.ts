import { h } from 'vue'
import { useChange } from '../../changes/use-change.ts'
import { useText } from '../../i18n/index.ts'
import { useServersStore } from '../../stores/servers.ts'
import type { FieldTests } from '../../table/filter.ts'
import { serverGroups } from '../../table/server-groups.ts'
import { isSaid, serverFields, serverGuide, yesOrNo } from '../../table/server-fields.ts'
import type { RowCommands, RowsScreen, RowTable, RowTableParts } from '../kind.ts'
import { serverCopyColumns } from '../shared-columns.ts'
import { useRowDialog } from '../use-row-dialog.ts'
import CreateDialog from './CreateDialog.vue'
import type { DatabaseRow } from './index.ts'
import RowPanel from './RowPanel.vue'

/** The fields of the filter over databases. */
export const databaseFields: FieldTests<DatabaseRow> = {
  ...serverFields<DatabaseRow>(),
  enabled: ({ database }, value) => isSaid(value, database.enabled),
}

function useParts(): RowTableParts<DatabaseRow> {
  const { t, locale } = useText()
  const state = ({ database }: DatabaseRow) => t(database.enabled ? 'state.enabled' : 'state.disabled')
  return {
    columns: [
      { id: 'name', header: 'kinds.databases.one', text: ({ database }) => database.name, widthPx: 184, grow: 2 },
      { id: 'server', header: 'field.server', text: ({ server }) => server.name, widthPx: 168, grow: 2, muted: true },
      { id: 'state', header: 'field.state', text: state, widthPx: 104 },
      {
        id: 'quota',
        header: 'field.quotaMb',
        text: ({ database }) => String(database.quotaMb),
        sortKey: ({ database }) => database.quotaMb,
        widthPx: 122,
        align: 'end',
      },
    ],
    copyColumns: [
      { id: 'name', name: t('kinds.databases.one'), text: ({ database }) => database.name },
      ...serverCopyColumns<DatabaseRow>(t),
    ],
    groupKeys: serverGroups<DatabaseRow>((environment) => t(`shell.env.${environment}`), locale.value),
    fields: () => databaseFields,
    guide: { ...serverGuide(useServersStore()), enabled: yesOrNo },
    termWords: () => undefined,
  }
}

function useCommands(screen: RowsScreen<DatabaseRow>): RowCommands<DatabaseRow> {
  const { t } = useText()
  const { apply, tell } = useChange()
  const { dialog, show, close } = useRowDialog(screen)
  return {
    dialog,
    create: (serverId) => show(() => h(CreateDialog, { serverId, onClose: close })),
    edit: screen.editInPanel,
    async remove({ key, database }) {
      const outcome = await apply(
        { intent: { action: { type: 'databases.remove' }, keys: [key] } },
        { subject: database.name, done: t('kinds.databases.own.deleted', { name: database.name }) },
      )
      if (outcome.kind === 'failed') tell(outcome.error, database.name)
      else screen.focusTable()
    },
    menuItems: () => [],
    run: () => undefined,
  }
}

/** The table of databases. */
export const databaseTable: RowTable<DatabaseRow> = {
  sortedBy: 'name',
  panel: RowPanel,
  useParts,
  useCommands,
}
