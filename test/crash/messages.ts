import type { CachedPlan } from '../../src/core/bulk/types.ts'
import type { RigPanel } from '../bulk/rig.ts'

/** The order that the parent sends to core's process. */
export interface Order {
  readonly dataDir: string
  readonly panels: readonly RigPanel[]
  readonly plan: Omit<CachedPlan, 'secrets'> & { readonly secrets: readonly (readonly [number, string])[] }
  /** How core is broken on purpose, to prove that the check finds it. Null for an intact core. */
  readonly sabotage: Sabotage | null
}

/** `boast`: at the start, core takes items for done that were not sent. */
export type Sabotage = 'boast'

/** The message of core's process when the run has ended. */
export interface Ended {
  readonly states: Readonly<Record<string, number>>
  /** Items whose outcome is unknown. */
  readonly unknown: number
  /** Milliseconds from the start of the process. */
  readonly tookMs: number
}
