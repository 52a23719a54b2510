import { Bookmark, Network, Server, Zap } from '@lucide/vue'
import { computed } from 'vue'
import type { IpSet } from '../../../shared/model/ip-sets.ts'
import type { SavedView } from '../../../shared/model/views.ts'
import type { ServerProfile } from '../../../shared/model/server.ts'
import { screens as allScreens } from '../../screens.ts'
import { actions, type AppAction } from '../../composables/actions.ts'
import { useText } from '../../i18n/index.ts'
import { useServersStore } from '../../stores/servers.ts'
import { allKinds } from '../../kinds/index.ts'
import type { RowKind } from '../../kinds/kind.ts'
import type { KindRow } from '../../kinds/rows.ts'
import { useIpSetsStore } from '../../stores/ip-sets.ts'
import { useViewsStore } from '../../stores/views.ts'
import { viewRoute } from '../../saved/view-state.ts'
import type { Entry } from './entries.ts'
import type { SearchGroup } from './search.ts'

type Translate = ReturnType<typeof useText>['t']
type Screen = Pick<Entry, 'title' | 'icon'> & { readonly path: string }
/** What is searched: the items of the stores, actions and screens. They become entries only once they are found. */
export type Searchable = AppAction | Screen | SavedView | IpSet | ServerProfile | KindRow

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
      kind: 'palette.kind.action',
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
      kind: 'palette.kind.screen',
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
      kind: 'palette.kind.view',
      title: view.name,
      detail: t(`kinds.${view.kind}.screen`),
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
      kind: 'palette.kind.set',
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
      kind: 'palette.kind.server',
      title: name,
      detail: url.replace(/^\w+:\/\/([^/]+).*$/, '$1'),
      icon: Server,
      go: { to: { path: '/servers', query: { server: id } } },
    }),
  )

const rowSource = (items: readonly KindRow[], { kind, icon, nameOf, keywordsOf }: RowKind) =>
  groupOf(
    items,
    0,
    (row) => ({ title: nameOf(row), detail: [row.server.name, keywordsOf?.(row) ?? ''].join(' ') }),
    (row): Entry => ({
      key: `${kind} ${row.key}`,
      kind: `kinds.${kind}.one`,
      title: nameOf(row),
      detail: row.server.name,
      icon,
      go: { to: { path: `/${kind}`, query: { row: row.key } } },
    }),
  )

/** Everything the palette can find, the kinds with the highest weight first. */
export function useSources() {
  const { t } = useText()
  const serversStore = useServersStore()
  const rowsOfKinds = allKinds.map((rowKind) => ({ rowKind, rows: rowKind.useRows() }))
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
    serversStore.servers.flatMap(({ id }) => rowsOfKinds.map(({ rowKind, rows }) => rowSource(rows.of(id), rowKind))),
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
