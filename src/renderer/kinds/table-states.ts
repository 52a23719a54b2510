import { defineStore } from 'pinia'
import { type KeptTableState, freshTable } from '../composables/table.ts'

/** The state of each combined table. It outlives a visit to another screen, but not the window. */
export const useTableStatesStore = defineStore('table-states', () => {
  const states = new Map<string, KeptTableState>()
  return {
    /** Returns the state of the table with this name. At first it is sorted by a column. */
    of(name: string, sortedBy: string): KeptTableState {
      const state = states.get(name) ?? freshTable([{ columnId: sortedBy, direction: 'asc' }])
      states.set(name, state)
      return state
    },
  }
})
