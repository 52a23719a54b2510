import { intents } from '../../changes/intents.ts'
import { useChange } from '../../changes/use-change.ts'
import { useText } from '../../i18n/index.ts'
import type { JobRow } from './job-rows.ts'

/** Commands on one job that need no form. Each reports its outcome itself. */
export function useJobCalls() {
  const { t } = useText()
  const { apply, tell } = useChange()

  return {
    /** Enables or disables a job. Resolves to whether it is as wanted now. */
    async setEnabled(row: JobRow, enabled: boolean): Promise<boolean> {
      const { name } = row.job
      const done = t(enabled ? 'common.isEnabled' : 'common.isDisabled', { name })
      const outcome = await apply({ intent: intents.job.edit(row.key, { enabled }) }, { subject: name, done })
      if (outcome.kind === 'failed') tell(outcome.error, name)
      return outcome.kind === 'done' || outcome.kind === 'already'
    },
    /** Deletes a job on its server. Resolves to whether it is gone. */
    async remove(row: JobRow): Promise<boolean> {
      const { name } = row.job
      const done = t('cron.delete.done', { name, server: row.server.name })
      const outcome = await apply({ intent: intents.job.remove(row.key) }, { subject: name, done })
      if (outcome.kind === 'failed') tell(outcome.error, name)
      return ['done', 'already', 'gone'].includes(outcome.kind)
    },
  }
}
