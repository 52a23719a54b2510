import { History, LayoutDashboard, ListChecks, Network, Server, Settings2 } from '@lucide/vue'
import type { Component } from 'vue'
import type { ListedKind } from '../shared/kinds/index.ts'
import { screenNames, type ScreenName } from '../shared/screens.ts'
import { isKindName } from '../shared/kind-names.ts'
import type { MessageKey } from './i18n/index.ts'
import { allKinds } from './kinds/index.ts'

const iconsOfKinds = Object.fromEntries(allKinds.map(({ kind, icon }) => [kind, icon])) as Record<ListedKind, Component>
const icons: Readonly<Record<ScreenName, Component>> = {
  overview: LayoutDashboard,
  servers: Server,
  ...iconsOfKinds,
  'ip-sets': Network,
  runs: ListChecks,
  activity: History,
  settings: Settings2,
}

/** Returns the key of a screen's title: that of the screen, or of the kind whose rows it shows. */
export const titleOfScreen = (name: ScreenName): MessageKey =>
  isKindName(name) ? `kinds.${name}.screen` : `screens.${name}`

/** The screens as the side bar and the palette show them. */
export const screens = screenNames.map((name) => ({
  name,
  to: `/${name}`,
  icon: icons[name],
  title: titleOfScreen(name),
}))
