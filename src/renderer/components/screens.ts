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

/** The screens one goes to by name, in the order of the side bar; the palette finds the same. */
export const screens = [
  { to: '/overview', icon: LayoutDashboard, title: 'overview.title' },
  { to: '/servers', icon: Server, title: 'servers.title' },
  { to: '/ftp', icon: FolderSync, title: 'ftp.title' },
  { to: '/cron', icon: CalendarClock, title: 'cron.title' },
  { to: '/ip-sets', icon: Network, title: 'ipSets.title' },
  { to: '/runs', icon: ListChecks, title: 'runs.title' },
  { to: '/activity', icon: History, title: 'activity.title' },
  { to: '/settings', icon: Settings2, title: 'settings.title' },
] as const
