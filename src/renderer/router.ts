import { createRouter, createWebHashHistory, type RouteComponent, type Router } from 'vue-router'
import { screenNames, type ScreenName } from '../shared/screens.ts'
import type { MessageKey } from './i18n/index.ts'
import OverviewView from './views/overview/OverviewView.vue'
import { firstLocation } from './views/start/start-location.ts'
import StartFrame from './views/start/StartFrame.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** The screen's name for the title of the window and for screen readers. */
    readonly title: MessageKey
  }
}

/** The overview is part of the app; every other screen is loaded when it is first opened. */
const views: Readonly<Record<ScreenName, RouteComponent | (() => Promise<RouteComponent>)>> = {
  overview: OverviewView,
  servers: () => import('./views/servers/ServersView.vue'),
  ftp: () => import('./views/ftp/FtpView.vue'),
  cron: () => import('./views/cron/CronView.vue'),
  'ip-sets': () => import('./views/ip-sets/IpSetsView.vue'),
  runs: () => import('./views/runs/RunsView.vue'),
  activity: () => import('./views/activity/ActivityView.vue'),
  settings: () => import('./views/settings/SettingsView.vue'),
}

/** The part after `#` names the screen, because `app://` and a static server have only one page. */
export function createAppRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      {
        path: '/',
        name: 'start',
        beforeEnter: firstLocation,
        component: StartFrame,
        meta: { title: 'screens.overview' },
      },
      {
        path: '/welcome',
        name: 'welcome',
        component: () => import('./views/welcome/WelcomeView.vue'),
        meta: { title: 'welcome.title' },
      },
      ...screenNames.map((name) => ({
        path: `/${name}`,
        name,
        component: views[name],
        meta: { title: `screens.${name}` as const },
      })),
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
}
