import type { PanelRow } from './index.ts'

/** How far a panel's clock may be off when the creation of a row is compared with a time of ours, in ms. */
export const clockToleranceMs = 120_000

/** Returns the time at which a row was created, in ms by its panel's clock; NaN if the panel does not show it. */
export const createdAtMsOf = (row: PanelRow): number =>
  Date.parse('createdAt' in row ? String(row.createdAt ?? '') : '')
