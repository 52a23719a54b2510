import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import type { MessageKey } from './i18n/index.ts'
import ActivityView from './views/activity/ActivityView.vue'
import FtpView from './views/ftp/FtpView.vue'
import ServersView from './views/servers/ServersView.vue'
import SettingsView from './views/settings/SettingsView.vue'
import WelcomeView from './views/welcome/WelcomeView.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** The screen's name in the window's title and for screen readers. */
    readonly title: MessageKey
  }
}

/** The screens. The part after `#` names the screen, because `app://` and a static server know one page only. */
export function createAppRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/welcome', name: 'welcome', component: WelcomeView, meta: { title: 'welcome.title' } },
      { path: '/servers', name: 'servers', component: ServersView, meta: { title: 'servers.title' } },
      { path: '/ftp', name: 'ftp', component: FtpView, meta: { title: 'ftp.title' } },
      // Fetched when first opened: what reads schedules and puts them into words is large.
      { path: '/cron', name: 'cron', component: () => import('./views/cron/CronView.vue'), meta: { title: 'cron.title' } },
      { path: '/activity', name: 'activity', component: ActivityView, meta: { title: 'activity.title' } },
      { path: '/settings', name: 'settings', component: SettingsView, meta: { title: 'settings.title' } },
      { path: '/:rest(.*)*', redirect: '/servers' },
    ],
  })
}
