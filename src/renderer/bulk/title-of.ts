import type { BulkAction, PublicAction } from '../../shared/model/bulk-action.ts'
import type { CountKey } from '../i18n/index.ts'
import type { TitleWhat } from '../../shared/kinds/title.ts'
import { kindTitleOf } from '../../shared/kinds/titles.ts'

export interface Title {
  readonly key: CountKey
  readonly what: TitleWhat | null
}

/**
 * Returns the title of an action: the key of its sentence in the catalogue and the value for it. The counts are added
 * when the title is printed.
 */
export function titleOf(action: PublicAction | BulkAction): Title {
  if (action.type === 'undo' || action.type === 'retry') return { key: `bulk.title.${action.type}`, what: null }
  const { kind, name, what } = kindTitleOf(action)
  return { key: `kinds.${kind}.title.${name}` as CountKey, what }
}
