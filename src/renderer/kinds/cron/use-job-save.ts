import { shallowRef } from 'vue'
import type { ErrorValue } from '../../../shared/errors.ts'
import type { CronJob, CronPatch } from '../../../shared/kinds/cron.ts'
import { api, errorOf } from '../../api/client.ts'
import { type JobForm, patchAfterCreate, toDraft } from './job-form.ts'

/** A job that was created while its second call, for what creation cannot set, is still pending. */
export interface PendingCreation {
  readonly serverId: string
  readonly job: CronJob
  readonly patch: CronPatch
}

/**
 * Sends a job's form. Every function resolves to null on failure. Then `error` says why, and `sent` holds the form
 * as it was sent, so that the error is no longer shown at a field that has been changed since. While another call is
 * running, it resolves to null at once and sends nothing.
 */
export function useJobSave() {
  const busy = shallowRef(false)
  const error = shallowRef<ErrorValue | null>(null)
  const sent = shallowRef<JobForm | null>(null)
  const pendingCreation = shallowRef<PendingCreation | null>(null)

  const attempt = async <T>(run: () => Promise<T>): Promise<T | null> => {
    if (busy.value) return null
    busy.value = true
    error.value = null
    try {
      return await run()
    } catch (thrown) {
      error.value = errorOf(thrown)
      return null
    } finally {
      busy.value = false
    }
  }

  const finishCreation = async ({ serverId, job, patch }: PendingCreation): Promise<CronJob> => {
    const { after } = await api.call('cron.update', { serverId, id: job.id, patch })
    pendingCreation.value = null
    return after
  }

  return {
    busy,
    error,
    sent,
    pendingCreation,
    create: (form: JobForm): Promise<CronJob | null> => {
      sent.value = form
      return attempt(async () => {
        const { after } = await api.call('cron.create', { serverId: form.serverId, draft: toDraft(form) })
        const patch = patchAfterCreate(form)
        if (patch === null) return after
        pendingCreation.value = { serverId: form.serverId, job: after, patch }
        return finishCreation(pendingCreation.value)
      })
    },
    /** Repeats only the second call of a creation: the job itself exists. */
    finish: (): Promise<CronJob | null> => {
      const pending = pendingCreation.value
      return pending === null ? Promise.resolve(null) : attempt(() => finishCreation(pending))
    },
    update: (form: JobForm, job: CronJob, patch: CronPatch) => {
      sent.value = form
      return attempt(() => api.call('cron.update', { serverId: form.serverId, id: job.id, patch }))
    },
  }
}
