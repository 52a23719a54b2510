import './page.css'
import ui from '@nuxt/ui/vue-plugin'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import * as bench from '../pages/measure.ts'
import { flatRows, flatSlice, rowsPerServer } from '../pages/rows.ts'
import NuxtHost from './NuxtHost.vue'

/** This file is plain JavaScript, because the types of Nuxt UI are not among the app's packages. */
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: NuxtHost }] })
let host
let data = []

window.bench = bench
window.contestant = {
  prepare: (rows) => void (data = flatRows(rows)),
  mount(root) {
    host = createApp(NuxtHost, { rows: data }).use(router).use(ui).mount(root)
  },
  filter: (text) => host.filter(text),
  sort: () => host.sort(),
  select: (isAll) => host.select(isAll),
  update: (server, version) => host.update(server * rowsPerServer, flatSlice(server, version)),
  counts: () => host.counts(),
  scroller: () => document.querySelector('[data-slot=root]'),
}
