import { ChevronsDownUp, ChevronsUpDown, ListTree } from '@lucide/vue'
import { useText } from '../i18n/index.ts'
import { useActions } from './actions.ts'
import type { TableState } from './table.ts'

/** Adds actions to the command palette that group a screen's table. The ids begin with `kind`. */
export function useGroupActions<Row extends object>(
  kind: string,
  { groupKeys, groupBy, groups, folded }: Pick<TableState<Row>, 'groupKeys' | 'groupBy' | 'groups' | 'folded'>,
): void {
  const { t } = useText()
  const setGroupBy = (id: string | null) => () => void (groupBy.value = id)
  useActions(() => [
    ...groupKeys.flatMap(({ id, header }) =>
      id === groupBy.value
        ? []
        : [
            {
              id: `${kind}.group.${id}`,
              label: t('shell.groups.by', { name: t(header) }),
              icon: ListTree,
              isAside: true,
              run: setGroupBy(id),
            },
          ],
    ),
    ...(groups.value === null
      ? []
      : [
          { id: `${kind}.group`, label: t('shell.groups.none'), icon: ListTree, run: setGroupBy(null) },
          {
            id: `${kind}.fold`,
            label: t('shell.groups.foldAll'),
            icon: ChevronsDownUp,
            run: () => void (folded.value = new Set(groups.value?.map(({ key }) => key))),
          },
          {
            id: `${kind}.unfold`,
            label: t('shell.groups.unfoldAll'),
            icon: ChevronsUpDown,
            run: () => void (folded.value = new Set()),
          },
        ]),
  ])
}
