import type { ItemState } from '../../shared/model/run.ts'
import type { RowStateName } from '../components/types.ts'

const names: Readonly<Partial<Record<ItemState, RowStateName>>> = {
  sent: 'running',
  accepted: 'running',
  confirmed: 'done',
  failed: 'failed',
  unknown: 'unknown',
}

/** Returns the progress of a run on a row, as tables mark it; undefined if there is nothing to show. */
export function rowStateOf(state: ItemState | undefined): RowStateName | undefined {
  return state === undefined ? undefined : names[state]
}
