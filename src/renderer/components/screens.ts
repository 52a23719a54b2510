import {
  CalendarClock,
  FolderSync,
  History,
  LayoutDashboard,
  ListChecks,
  Network,
  Server,
  Settings2,
} from '@lucide/vue'
import type { Component } from 'vue'
import { screenNames, type ScreenName } from '../../shared/screens.ts'

const icons: Readonly<Record<ScreenName, Component>> = {
  overview: LayoutDashboard,
  servers: Server,
  ftp: FolderSync,
  cron: CalendarClock,
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
