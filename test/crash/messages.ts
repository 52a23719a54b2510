import type { CachedPlan } from '../../src/core/bulk/types.ts'
import type { RigPanel } from '../bulk/rig.ts'

/** What the parent asks of core's process. */
export interface Order {
  readonly dataDir: string
  readonly panels: readonly RigPanel[]
  readonly plan: Omit<CachedPlan, 'secrets'> & { readonly secrets: readonly (readonly [number, string])[] }
  /** How core is broken on purpose, to see that it is found out. */
  readonly sabotage: Sabotage | null
}

/** `boast`: at a start it takes for done what has not been sent. */
export type Sabotage = 'boast'

/** What core's process says when the run has ended. */
export interface Ended {
  readonly states: Readonly<Record<string, number>>
  /** Items of which nobody can tell what became. */
  readonly unknown: number
  /** Milliseconds from the start of the process. */
  readonly tookMs: number
}
