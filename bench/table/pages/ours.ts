import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import '../../../src/renderer/styles/index.css'
import { createAppI18n } from '../../../src/renderer/i18n/index.ts'
import { useServersStore } from '../../../src/renderer/stores/servers.ts'
import { useTableStatesStore } from '../../../src/renderer/kinds/table-states.ts'
import { useInventoryStore } from '../../../src/renderer/stores/inventory.ts'
import type { Slice } from '../../../src/shared/model/inventory.ts'
import type { ServerProfile } from '../../../src/shared/model/server.ts'
import OurHost from './OurHost.vue'
import { accountsOf, rowsPerServer, serverId, serverName } from './rows.ts'
import * as bench from './measure.ts'

/** The table of the FTP screen with its stores. Slices arrive as core's events would bring them. */
const pinia = createPinia()
const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/', name: 'ftp', component: OurHost }],
})
const app = createApp(OurHost).use(pinia).use(createAppI18n()).use(router)
const servers = useServersStore(pinia)
const inventory = useInventoryStore(pinia)
const state = useTableStatesStore(pinia).of('ftp', 'account')

const profile = (server: number): ServerProfile => ({
  id: serverId(server),
  name: serverName(server),
  url: `https://192.0.2.${server % 250}:2083/api/v1`,
  tags: ['bench'],
  folder: '',
  colour: 'none',
  environment: 'production',
  readOnly: false,
  notes: '',
  timeZone: null,
  allowHttp: false,
  position: server,
  pin: null,
  hasToken: false,
  demo: false,
  createdAtMs: 0,
  updatedAtMs: 0,
})
const slice = (server: number, version: number): Slice<'ftp'> => ({
  kind: 'ftp',
  serverId: serverId(server),
  readAtMs: version,
  total: rowsPerServer,
  rows: [...accountsOf(server, version)],
})
const grid = () => document.querySelector<HTMLElement>('[role=grid]') as HTMLElement

window.bench = bench
window.contestant = {
  // This is the state of the app when the screen is opened: slices in the store, and no row of the table created yet.
  prepare(rows) {
    const numbers = Array.from({ length: rows / rowsPerServer }, (_, server) => server)
    servers.replace(numbers.map(profile))
    for (const server of numbers) inventory.sliceArrived(slice(server, 0))
  },
  mount: (root) => void app.mount(root),
  filter: (text) => void (state.query.value = text),
  sort: () => document.querySelector<HTMLElement>('[role=columnheader]:nth-child(8) button')?.click(),
  select(isAll) {
    if (isAll)
      grid().dispatchEvent(new KeyboardEvent('keydown', { key: 'a', ctrlKey: true, bubbles: true, cancelable: true }))
    else state.selection.value = new Set()
  },
  update: (server, version) => inventory.sliceArrived(slice(server, version)),
  counts: () => ({ shown: Number(grid().getAttribute('aria-rowcount')) - 1, selected: state.selection.value.size }),
  scroller: grid,
}
