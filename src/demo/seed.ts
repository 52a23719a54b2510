import { type Counts, kinds, type PanelState } from './kinds/index.ts'
import type { Random } from './random.ts'
import type { Agency } from './seed-cast.ts'

interface SeedStateOptions {
  readonly random: Random
  readonly agency: Agency
  readonly counts: Counts
  /** All generated times are computed from this time. */
  readonly nowMs: number
}

/** Generates the whole initial state of one panel of the fleet. */
export function seedState({ random, agency, counts, nowMs }: SeedStateOptions): PanelState {
  const firstId = random.int(1, 40)
  const { key: owner, utcOffsetMinutes } = agency
  const countOf: Readonly<Record<string, number | undefined>> = counts
  const parts = kinds.map((kind) => kind.seed({ random, agency, count: countOf[kind.field] ?? 0, firstId, nowMs }))
  return Object.assign({ owner, utcOffsetMinutes }, ...parts) as PanelState
}
