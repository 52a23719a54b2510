import { Bookmark, CalendarClock, FolderSync, Network, Server, Zap } from '@lucide/vue'
import { computed } from 'vue'
import type { IpSet } from '../../../shared/model/ip-sets.ts'
import type { SavedView } from '../../../shared/model/views.ts'
import type { ServerProfile } from '../../../shared/model/server.ts'
import { screens as allScreens } from '../../components/screens.ts'
import { actions, type AppAction } from '../../composables/actions.ts'
import { useText } from '../../i18n/index.ts'
import { useServersStore } from '../../stores/servers.ts'
import { useInventoryStore } from '../../stores/inventory.ts'
import { cronRowsOf, type CronRow, ftpRowsOf, type FtpRow } from '../../stores/rows.ts'
import { useIpSetsStore } from '../../stores/ip-sets.ts'
import { useViewsStore } from '../../stores/views.ts'
import { viewRoute } from '../../saved/view-state.ts'
import type { Entry } from './entries.ts'
import type { SearchGroup } from './search.ts'

type Translate = ReturnType<typeof useText>['t']
type Screen = Pick<Entry, 'title' | 'icon'> & { readonly path: string }
/** What is searched: the items of the stores, actions and screens. They become entries only once they are found. */
export type Searchable = AppAction | Screen | SavedView | IpSet | ServerProfile | FtpRow | CronRow

/** Makes a group of one kind. The casts are safe, because a group passes only its own items to its functions. */
function groupOf<Item extends Searchable>(
  items: readonly Item[],
  weight: number,
  textOf: (item: Item) => { title: string; detail: string },
  entryOf: (item: Item) => Entry,
) {
  return {
    items,
    weight,
    textOf: textOf as SearchGroup<Searchable>['textOf'],
    entryOf: entryOf as (item: Searchable) => Entry,
  }
}
export type Source = ReturnType<typeof groupOf>

const actionSource = (items: readonly AppAction[]) =>
  groupOf(
    items,
    40,
    ({ label, keywords = '' }) => ({ title: label, detail: keywords }),
    ({ id, label, icon = Zap, shortcut, run }): Entry => ({
      key: `action ${id}`,
      kind: 'action',
      title: label,
      detail: '',
      icon,
      go: { run },
      ...(shortcut === undefined ? {} : { shortcut }),
    }),
  )

const screenSource = (items: readonly Screen[]) =>
  groupOf(
    items,
    40,
    ({ title }) => ({ title, detail: '' }),
    ({ path, title, icon }): Entry => ({
      key: `screen ${path}`,
      kind: 'screen',
      title,
      detail: '',
      icon,
      go: { to: path },
    }),
  )

const viewSource = (items: readonly SavedView[], t: Translate) =>
  groupOf(
    items,
    30,
    ({ name, query }) => ({ title: name, detail: query }),
    (view): Entry => ({
      key: `view ${view.id}`,
      kind: 'view',
      title: view.name,
      detail: t(view.kind === 'ftp' ? 'screens.ftp' : 'screens.cron'),
      icon: Bookmark,
      go: { to: viewRoute(view) },
    }),
  )

const setSource = (items: readonly IpSet[], t: Translate) =>
  groupOf(
    items,
    30,
    ({ name, note, text }) => ({ title: name, detail: `${note} ${text}` }),
    ({ id, name }): Entry => ({
      key: `set ${id}`,
      kind: 'set',
      title: name,
      detail: t('screens.ip-sets'),
      icon: Network,
      go: { to: { path: '/ip-sets', query: { set: id } } },
    }),
  )

const serverSource = (items: readonly ServerProfile[]) =>
  groupOf(
    items,
    20,
    ({ name, url, tags, folder }) => ({ title: name, detail: [url, folder, ...tags].join(' ') }),
    ({ id, name, url }): Entry => ({
      key: `server ${id}`,
      kind: 'server',
      title: name,
      detail: url.replace(/^\w+:\/\/([^/]+).*$/, '$1'),
      icon: Server,
      go: { to: { path: '/servers', query: { server: id } } },
    }),
  )

const accountSource = (items: readonly FtpRow[]) =>
  groupOf(
    items,
    0,
    ({ account, server }) => ({ title: account.username, detail: server.name }),
    ({ key, account, server }): Entry => ({
      key: `account ${key}`,
      kind: 'account',
      title: account.username,
      detail: server.name,
      icon: FolderSync,
      go: { to: { path: '/ftp', query: { row: key } } },
    }),
  )

const jobSource = (items: readonly CronRow[]) =>
  groupOf(
    items,
    0,
    ({ job, server }) => ({ title: job.name, detail: `${server.name} ${job.command}` }),
    ({ key, job, server }): Entry => ({
      key: `job ${key}`,
      kind: 'job',
      title: job.name,
      detail: server.name,
      icon: CalendarClock,
      go: { to: { path: '/cron', query: { row: key } } },
    }),
  )

/** Everything the palette can find, the kinds with the highest weight first. */
export function useSources() {
  const { t } = useText()
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const views = useViewsStore()
  const ipSets = useIpSetsStore()

  const screens = computed<readonly Screen[]>(() =>
    allScreens.map(({ to, title, icon }) => ({ path: to, title: t(title), icon })),
  )
  const actionGroup = computed(() => actionSource(actions.value))
  const screenGroup = computed(() => screenSource(screens.value))
  const viewGroup = computed(() => viewSource(views.views, t))
  const setGroup = computed(() => setSource(ipSets.sets, t))
  const serverGroup = computed(() => serverSource(serversStore.servers))
  const rowGroups = computed<readonly Source[]>(() =>
    serversStore.servers.flatMap((server) => {
      const [ftp, cron] = [inventory.ftpSliceOf(server.id), inventory.cronSliceOf(server.id)]
      return [
        ...(ftp ? [accountSource(ftpRowsOf(ftp, server))] : []),
        ...(cron ? [jobSource(cronRowsOf(cron, server))] : []),
      ]
    }),
  )
  return {
    all: () => [
      actionGroup.value,
      screenGroup.value,
      viewGroup.value,
      setGroup.value,
      serverGroup.value,
      ...rowGroups.value,
    ],
    /** Returns what is offered before anything is typed. */
    suggestions: () => {
      const offered = actions.value.filter(({ isAside }) => isAside !== true).map(actionGroup.value.entryOf)
      return [...offered, ...[screenGroup.value, viewGroup.value].flatMap(({ items, entryOf }) => items.map(entryOf))]
    },
  }
}
