import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import type { FtpRow } from '../../stores/rows.ts'
import { copyFormats, copyText, type CopyFormat } from '../../table/copy.ts'
import { ftpCopyColumns } from './ftp-columns.ts'
import type { useAccountWords } from './use-account-words.ts'

const names: Readonly<Record<CopyFormat, string>> = { tsv: 'TSV', csv: 'CSV', json: 'JSON', markdown: 'Markdown' }
const isFormat = (id: string): id is CopyFormat => copyFormats.some((format) => format === id)

/** Copies rows in the format that is chosen from a menu, and says so. */
export function useCopyRows(words: ReturnType<typeof useAccountWords>) {
  const { t, tn } = useText()
  const toasts = useToasts()
  return {
    items: copyFormats.map((format) => ({ id: format, label: t(`ftp.selection.${format}`) })),
    async run(format: string, rows: readonly FtpRow[]): Promise<void> {
      if (!isFormat(format)) return
      const title = await navigator.clipboard.writeText(copyText(format, ftpCopyColumns(words, t), rows)).then(
        () => tn('ftp.selection.copied', rows.length, { format: names[format] }),
        () => t('common.copyFailed'),
      )
      toasts.show({ title, durationMs: 3000 })
    },
  }
}
