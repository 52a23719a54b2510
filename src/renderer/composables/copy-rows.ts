import { useText } from '../i18n/index.ts'
import { copyFormats, copyText, type CopyColumn, type CopyFormat } from '../table/copy.ts'
import { writeClipboard } from './write-clipboard.ts'
import { useToasts } from './toasts.ts'

const names: Readonly<Record<CopyFormat, string>> = { tsv: 'TSV', csv: 'CSV', json: 'JSON', markdown: 'Markdown' }
const isFormat = (id: string): id is CopyFormat => copyFormats.some((format) => format === id)

/** What differs between screens: the columns to copy, the labels of the menu, and the toast with the format's name. */
interface CopyPort<Row> {
  readonly columns: () => readonly CopyColumn<Row>[]
  readonly label: (format: CopyFormat) => string
  readonly copied: (count: number, format: string) => string
}

/** Returns the formats for a menu (`items`), and a function that copies rows in a format and shows a toast (`run`). */
export function useCopyRows<Row>({ columns, label, copied }: CopyPort<Row>) {
  const { t } = useText()
  const toasts = useToasts()
  return {
    items: copyFormats.map((id) => ({ id, label: label(id) })),
    async run(format: string, rows: readonly Row[]): Promise<void> {
      if (!isFormat(format)) return
      const done = await writeClipboard(copyText(format, columns(), rows))
      toasts.show({
        title: done ? copied(rows.length, names[format]) : t('common.copyFailed'),
        tone: done ? 'ok' : 'danger',
        durationMs: 4000,
      })
    },
  }
}
