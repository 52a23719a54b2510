import { api } from '../../api/client.ts'
import { useUndo } from '../../composables/undo.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import type { JobRow } from './job-rows.ts'

/** Commands on one job that need no form. */
export function useJobCalls() {
  const { t } = useText()
  const undo = useUndo()
  const toasts = useToasts()

  const sendEnabled = (row: JobRow, enabled: boolean) =>
    api.call('cron.update', { serverId: row.server.id, id: row.job.id, patch: { enabled } })

  return {
    /** Enables or disables a job and offers undo. Reports a failure itself; resolves to true on success. */
    async setEnabled(row: JobRow, enabled: boolean): Promise<boolean> {
      const { name } = row.job
      try {
        await sendEnabled(row, enabled)
      } catch (thrown) {
        undo.failed(thrown, name)
        return false
      }
      undo.done({
        title: t(enabled ? 'common.isEnabled' : 'common.isDisabled', { name }),
        undo: () => sendEnabled(row, !enabled),
        undone: t(enabled ? 'cron.toggled.offAgain' : 'cron.toggled.onAgain', { name }),
      })
      return true
    },
    /** Deletes a job on its server. This cannot be undone, so the toast offers to create it again. Throws AppError. */
    async remove(row: JobRow, recreate: () => void): Promise<void> {
      await api.call('cron.remove', { serverId: row.server.id, id: row.job.id })
      toasts.show({
        title: t('cron.delete.done', { name: row.job.name, server: row.server.name }),
        tone: 'ok',
        action: { label: t('cron.delete.recreate'), run: recreate },
      })
    },
  }
}
