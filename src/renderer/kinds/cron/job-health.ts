import { defineStore } from 'pinia'
import { createSchedules } from '../../composables/schedules.ts'
import { createRowHealth } from './job-rows.ts'

/** The health and the schedules of jobs, computed once for every screen. */
export const useJobHealthStore = defineStore('job-health', () => ({
  healthOf: createRowHealth(),
  schedules: createSchedules(),
}))
