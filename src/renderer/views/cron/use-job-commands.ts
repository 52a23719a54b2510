import { api } from '../../api/client.ts'
import { useUndo } from '../../composables/undo.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import type { CronRow } from '../../stores/rows.ts'

/** What is done to one job without a dialog of its own fields. */
export function useJobCommands() {
  const { t } = useText()
  const undo = useUndo()
  const toasts = useToasts()

  const put = (row: CronRow, enabled: boolean) =>
    api.call('cron.update', { serverId: row.server.id, id: row.job.id, patch: { enabled } })

  return {
    /**
     * Switches a job on or off and offers to take it back. Tells of a failure itself; resolves to whether it went well.
     */
    async setEnabled(row: CronRow, enabled: boolean): Promise<boolean> {
      const { name } = row.job
      try {
        await put(row, enabled)
      } catch (thrown) {
        undo.failed(thrown, name)
        return false
      }
      undo.done({
        title: t(enabled ? 'common.isEnabled' : 'common.isDisabled', { name }),
        undo: () => put(row, !enabled),
        undone: t(enabled ? 'cron.toggled.offAgain' : 'cron.toggled.onAgain', { name }),
      })
      return true
    },
    /** Deletes a job on its server. Cannot be undone: the toast offers to create it again instead. Throws AppError. */
    async remove(row: CronRow, recreate: () => void): Promise<void> {
      await api.call('cron.remove', { serverId: row.server.id, id: row.job.id })
      toasts.show({
        title: t('cron.delete.done', { name: row.job.name, server: row.server.name }),
        tone: 'ok',
        action: { label: t('cron.delete.recreate'), run: recreate },
      })
    },
  }
}
