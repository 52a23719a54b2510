import { History, LayoutDashboard, ListChecks, Network, Server, Settings2 } from '@lucide/vue'
import type { Component } from 'vue'
import type { ListedKind } from '../shared/kinds/index.ts'
import { screenNames, type ScreenName } from '../shared/screens.ts'
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

/** The screens as the side bar and the palette show them. */
export const screens = screenNames.map((name) => ({
  name,
  to: `/${name}`,
  icon: icons[name],
  title: `screens.${name}` as const,
}))
