import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { emptySelection, type Selection } from '../table/selection.ts'
import type { Sort } from '../table/sort.ts'

/**
 * The state of the table of FTP accounts: filter, sort order, groups and selection. It outlives a visit to another
 * screen, but not the window.
 */
export const useFtpTableStore = defineStore('ftp-table', () => ({
  query: ref(''),
  sort: shallowRef<Sort>([{ columnId: 'account', direction: 'asc' }]),
  selection: shallowRef<Selection>(emptySelection),
  activeKey: ref<string | null>(null),
  groupBy: ref<string | null>(null),
  folded: shallowRef<ReadonlySet<string>>(new Set()),
}))
