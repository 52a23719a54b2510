import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import type { MessageKey } from './i18n/index.ts'
import OverviewView from './views/overview/OverviewView.vue'
import { firstPlace } from './views/start/first-place.ts'
import StartFrame from './views/start/StartFrame.vue'

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
    // The first screen comes with the app; each other one is fetched when it is first opened.
    routes: [
      { path: '/', name: 'start', beforeEnter: firstPlace, component: StartFrame, meta: { title: 'overview.title' } },
      { path: '/overview', name: 'overview', component: OverviewView, meta: { title: 'overview.title' } },
      {
        path: '/welcome',
        name: 'welcome',
        component: () => import('./views/welcome/WelcomeView.vue'),
        meta: { title: 'welcome.title' },
      },
      {
        path: '/servers',
        name: 'servers',
        component: () => import('./views/servers/ServersView.vue'),
        meta: { title: 'servers.title' },
      },
      { path: '/ftp', name: 'ftp', component: () => import('./views/ftp/FtpView.vue'), meta: { title: 'ftp.title' } },
      {
        path: '/cron',
        name: 'cron',
        component: () => import('./views/cron/CronView.vue'),
        meta: { title: 'cron.title' },
      },
      {
        path: '/ip-sets',
        name: 'ip-sets',
        component: () => import('./views/ip-sets/IpSetsView.vue'),
        meta: { title: 'ipSets.title' },
      },
      {
        path: '/runs/:id?',
        name: 'runs',
        component: () => import('./views/runs/RunsView.vue'),
        meta: { title: 'runs.title' },
      },
      {
        path: '/activity',
        name: 'activity',
        component: () => import('./views/activity/ActivityView.vue'),
        meta: { title: 'activity.title' },
      },
      {
        path: '/settings',
        name: 'settings',
        component: () => import('./views/settings/SettingsView.vue'),
        meta: { title: 'settings.title' },
      },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
}
