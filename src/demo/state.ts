import { kinds, type PanelState } from './kinds/index.ts'

export type { PanelState } from './kinds/index.ts'

/** Returns the state of a panel with one domain and nothing else. Times in it are milliseconds since the epoch. */
export function emptyState(owner = 'admin', utcOffsetMinutes = 420): PanelState {
  const parts = kinds.map((kind) => kind.emptyState(owner))
  return Object.assign({ owner, utcOffsetMinutes }, ...parts) as PanelState
}
