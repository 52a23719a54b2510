import type { ItemState } from '../../shared/model/run.ts'
import type { RowStateName } from '../components/types.ts'

const names: Readonly<Partial<Record<ItemState, RowStateName>>> = {
  sent: 'running',
  accepted: 'running',
  confirmed: 'done',
  failed: 'failed',
  unknown: 'unknown',
}

/** How far a run is with a row, as tables mark it; undefined while there is nothing to tell. */
export function rowStateOf(state: ItemState | undefined): RowStateName | undefined {
  return state === undefined ? undefined : names[state]
}
