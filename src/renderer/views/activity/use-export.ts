import type { ActivityFilter } from '../../../shared/model/activity.ts'
import { api } from '../../api/client.ts'
import { saveFile } from '../../composables/save-file.ts'
import { useTask } from '../../composables/task.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'

/** Saves the entries of the filter as a file, and beside it the SHA-256 sum, which the toast shows too. */
export function useExport(filter: () => ActivityFilter) {
  const { tn, t } = useText()
  const toasts = useToasts()
  const { error, busy, run } = useTask()
  const save = (format: 'csv' | 'json') =>
    run(async () => {
      const { fileName, text, sha256, entries } = await api.call('activity.export', { ...filter(), format })
      saveFile({ fileName, text })
      saveFile({ fileName: `${fileName}.sha256`, text: `${sha256}  ${fileName}\n` })
      toasts.show({
        title: tn('activity.export.done', entries, { name: fileName }),
        text: t('activity.export.sum', { sum: sha256 }),
        tone: 'ok',
      })
    })
  return { error, busy, save }
}
