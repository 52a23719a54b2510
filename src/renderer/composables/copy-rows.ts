import { useText } from '../i18n/index.ts'
import { copyFormats, copyText, type CopyColumn, type CopyFormat } from '../table/copy.ts'
import { writeClipboard } from './write-clipboard.ts'
import { useToasts } from './toasts.ts'

const formatNames: Readonly<Record<CopyFormat, string>> = { tsv: 'TSV', csv: 'CSV', json: 'JSON', markdown: 'Markdown' }
const isFormat = (id: string): id is CopyFormat => copyFormats.some((format) => format === id)

interface CopyPort<Row> {
  readonly columns: () => readonly CopyColumn<Row>[]
  readonly nameOf: (row: Row) => string
}

/**
 * Returns the items of a menu, and a function that runs one: it copies rows in a format, or only their names, a line
 * each, and shows a toast.
 */
export function useCopyRows<Row>({ columns, nameOf }: CopyPort<Row>) {
  const { t, tn } = useText()
  const toasts = useToasts()
  return {
    items: [
      ...copyFormats.map((id) => ({ id, label: t(`rows.copy.as.${id}`) })),
      { id: 'names', label: t('rows.copy.names'), separatorBefore: true },
    ],
    async run(id: string, rows: readonly Row[]): Promise<void> {
      const done = await writeClipboard(isFormat(id) ? copyText(id, columns(), rows) : rows.map(nameOf).join('\n'))
      const copied = isFormat(id)
        ? tn('rows.copy.done', rows.length, { format: formatNames[id] })
        : tn('rows.copy.namesDone', rows.length)
      toasts.show({
        title: done ? copied : t('common.copyFailed'),
        tone: done ? 'ok' : 'danger',
        durationMs: 4000,
      })
    },
  }
}
