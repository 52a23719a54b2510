import { shallowRef } from 'vue'
import type { ErrorValue } from '../../../shared/errors.ts'
import type { CronLogs } from '../../../shared/model/cron-logs.ts'
import { api, errorOf } from '../../api/client.ts'
import type { JobRow } from './job-rows.ts'

/** The log of the open job. It is kept until another job's log is read, so that switching tabs costs no request. */
export function useJobLogs() {
  const key = shallowRef<string | null>(null)
  const logs = shallowRef<CronLogs | null>(null)
  const readAtMs = shallowRef<number | null>(null)
  const error = shallowRef<ErrorValue | null>(null)
  const loading = shallowRef(false)

  /** Reads the log from the panel. Shown entries of the same job stay until the new ones have arrived. */
  async function load(row: JobRow): Promise<void> {
    if (key.value !== row.key) [logs.value, readAtMs.value] = [null, null]
    key.value = row.key
    error.value = null
    loading.value = true
    try {
      const found = await api.call('cron.logs', { serverId: row.server.id, id: row.job.id })
      if (key.value === row.key) [logs.value, readAtMs.value] = [found, Date.now()]
    } catch (thrown) {
      if (key.value === row.key) error.value = errorOf(thrown)
    } finally {
      if (key.value === row.key) loading.value = false
    }
  }

  return {
    logs,
    readAtMs,
    error,
    loading,
    load,
    /** Reads the log unless the last read was for this job, whether it succeeded, failed or is going on. */
    ensure: (row: JobRow): void => {
      if (key.value !== row.key) void load(row)
    },
  }
}

export type JobLogs = ReturnType<typeof useJobLogs>
