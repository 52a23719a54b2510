import { defineStore } from 'pinia'
import { createSchedules } from '../../composables/schedules.ts'

/** The schedules of jobs in words and their next runs, computed once for the table and the side panel. */
export const useJobSchedulesStore = defineStore('job-schedules', createSchedules)
