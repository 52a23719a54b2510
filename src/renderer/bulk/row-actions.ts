import type { Component } from 'vue'
import type { BulkIntent } from '../../shared/model/bulk-action.ts'
import type { MenuItem } from '../components/types.ts'
import { useText, type MessageKey } from '../i18n/index.ts'
import { useBulkStore } from '../stores/bulk.ts'

/** A form for many rows. It gets their row keys as `keys`, none for a creation, and emits `close`. */
interface FormOfRows {
  readonly id: string
  readonly label: MessageKey
  readonly icon: Component
  readonly form: Component
}
/** One way to create many rows. */
export type RowCreation = FormOfRows
/** One action on many rows: it opens a form, or it plans a change that needs no form. It sends no change. */
export type RowAction = (FormOfRows | (Omit<FormOfRows, 'form'> & { readonly change: BulkIntent['action'] })) & {
  /** Deletes the rows. */
  readonly danger?: boolean
  /** Has its place in the menu "More" of the selection, and no button. */
  readonly isAside?: boolean
}

/**
 * The actions on many rows of one kind, as menu items and by id. The first one is the main edit, which F2 opens for
 * several rows.
 */
export function useRowActions(actions: readonly RowAction[]) {
  const { t } = useText()
  const bulk = useBulkStore()

  function start(action: RowAction | undefined, keys: readonly string[]): void {
    if (action === undefined || keys.length === 0) return
    if ('form' in action) bulk.openForm(action.form, keys)
    else void bulk.act(action.change, keys)
  }
  const itemOf = ({ id, label, icon, danger = false }: RowAction): MenuItem => ({
    id,
    label: t(label),
    icon,
    ...(danger ? { danger, separatorBefore: true } : {}),
  })
  return {
    items: actions.map(itemOf),
    asideItems: actions.filter(({ isAside }) => isAside).map(itemOf),
    run: (id: string, keys: readonly string[]) =>
      start(
        actions.find((action) => action.id === id),
        keys,
      ),
    edit: (keys: readonly string[]) => start(actions[0], keys),
    remove: (keys: readonly string[]) =>
      start(
        actions.find(({ danger }) => danger),
        keys,
      ),
  }
}
