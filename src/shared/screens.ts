import { kindNames } from './kind-names.ts'
import type { ListedKind } from './kinds/index.ts'

const before = ['overview', 'servers'] as const
const after = ['ip-sets', 'runs', 'activity'] as const
const last = 'settings'

/**
 * The name of a screen is also its address: `#/ip-sets` in the page, `wisdeck://ip-sets` as a link. Every kind of rows
 * that panels have lists of has a screen of its name.
 */
export type ScreenName = (typeof before)[number] | ListedKind | (typeof after)[number] | typeof last

/** The screens in the order of the side bar and of the Go menu. */
export const screenNames: readonly ScreenName[] = [...before, ...kindNames, ...after, last]

/** The keys that open each screen in the desktop window: its number, as long as there are digits. */
export const screenKeys = Object.fromEntries(
  screenNames.map((name, at) => [name, name === last ? 'Mod+,' : at < 9 ? `Mod+${at + 1}` : null]),
) as Readonly<Record<ScreenName, string | null>>
