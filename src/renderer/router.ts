import { h } from 'vue'
import { createRouter, createWebHashHistory, type RouteComponent, type Router } from 'vue-router'
import { screenNames, type ScreenName } from '../shared/screens.ts'
import type { ListedKind } from '../shared/kinds/index.ts'
import type { MessageKey } from './i18n/index.ts'
import { allKinds } from './kinds/index.ts'
import { titleOfScreen } from './screens.ts'
import type { RowKind } from './kinds/kind.ts'
import OverviewView from './views/overview/OverviewView.vue'
import { firstLocation } from './views/start/start-location.ts'
import StartFrame from './views/start/StartFrame.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** The screen's name for the title of the window and for screen readers. */
    readonly title: MessageKey
  }
}

type LazyView = () => Promise<RouteComponent>

/** Loads the combined screen and the table of one kind. */
const viewOf =
  (rowKind: RowKind): LazyView =>
  async () => {
    const [{ default: RowsView }, rowTable] = await Promise.all([
      import('./views/rows/RowsView.vue'),
      rowKind.loadTable(),
    ])
    return { render: () => h(RowsView, { rowKind, rowTable }) }
  }
const viewsOfKinds = Object.fromEntries(allKinds.map((rowKind) => [rowKind.kind, viewOf(rowKind)])) as Record<
  ListedKind,
  LazyView
>

/** The overview is part of the app; every other screen is loaded when it is first opened. */
const views: Readonly<Record<ScreenName, RouteComponent | LazyView>> = {
  overview: OverviewView,
  servers: () => import('./views/servers/ServersView.vue'),
  ...viewsOfKinds,
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
        meta: { title: titleOfScreen(name) },
      })),
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
}
