import { defineStore } from 'pinia'
import { createRowHealth } from './job-rows.ts'

/** The health of jobs, determined once for every screen. */
export const useJobHealthStore = defineStore('job-health', () => ({ healthOf: createRowHealth() }))
