import { api, errorOf } from '../api/client.ts'
import { useText } from '../i18n/index.ts'
import { useErrorText } from './error-text.ts'
import { useToasts } from './toasts.ts'
import type { ErrorValue } from '../../shared/errors.ts'

export interface Done {
  /** What was done, for example "lotus_deploy is disabled". */
  readonly title: string
  readonly text?: string
  /** The change in Wisdeck itself that the toast offers to undo, by what the record says of it. */
  readonly made?: { readonly action: string; readonly subject?: string }
  /** The title of the toast after that has been undone. */
  readonly undone?: string
}

/** The titles of the toasts after a change has been undone, and after it has been made again. */
interface UndoTitles {
  readonly undone: string
  readonly redone: string
}

/** Returns the id of the entry about a change that has just been made, if it can be undone. */
async function entryIdOf({ action, subject }: NonNullable<Done['made']>): Promise<number | null> {
  const { next } = await api.call('undo.next', {})
  if (next?.how !== 'profile' || next.line.type !== 'entry') return null
  const { entry } = next.line
  return entry.action === action && (subject === undefined || entry.subject === subject) ? entry.id : null
}

/**
 * Reports a change in Wisdeck itself and offers to undo it. `done` shows the toast. `undoEntry` undoes what an entry of
 * the record says, reports it, and offers to make the change again. `failed`, and `tell` for an ErrorValue, report an
 * error that no field or note can show, for example after a row's menu.
 */
export function useUndo(): {
  done(change: Done): Promise<void>
  undoEntry(entryId: number, titles: UndoTitles, text?: string): Promise<void>
  failed(thrown: unknown, subject?: string): void
  tell(error: ErrorValue, subject?: string): void
} {
  const { t } = useText()
  const toasts = useToasts()
  const textOf = useErrorText()

  const tell = (error: ErrorValue, subject?: string) => {
    const { what, panel, reasons, remedy } = textOf(error)
    const sentence = [panel, ...reasons, remedy].filter((part) => part !== null).join(' ')
    toasts.show({
      title: subject === undefined ? what : `${subject}: ${what}`,
      text: sentence,
      tone: 'danger',
      durationMs: 15_000,
    })
  }
  const failed = (thrown: unknown, subject?: string) => tell(errorOf(thrown), subject)

  /** Undoes an entry. `isRedo`: the entry is an undo itself. */
  async function goBack(entryId: number, titles: UndoTitles, isRedo: boolean, text = ''): Promise<void> {
    try {
      const { entry, withoutToken } = await api.call('undo.apply', { entryId })
      const sentences = [withoutToken ? t('change.undo.withoutToken') : '', text].filter(Boolean).join(' ')
      const label = t(isRedo ? 'action.undo' : 'action.redo')
      toasts.show({
        title: isRedo ? titles.redone : titles.undone,
        tone: withoutToken ? 'warn' : 'ok',
        ...(sentences === '' ? {} : { text: sentences }),
        ...(entry && {
          action: { label, run: () => void goBack(entry.id, titles, !isRedo) },
          undoes: `entry/${entry.id}`,
        }),
      })
    } catch (thrown) {
      failed(thrown)
    }
  }

  return {
    failed,
    tell,
    undoEntry: (entryId, titles, text) => goBack(entryId, titles, false, text),
    async done({ title, text, made, undone = t('change.undone', { what: title }) }) {
      const entryId = made === undefined ? null : await entryIdOf(made).catch(() => null)
      const run = () => void (entryId !== null && goBack(entryId, { undone, redone: title }, false))
      toasts.show({
        title,
        tone: 'ok',
        ...(text === undefined ? {} : { text }),
        ...(entryId === null ? {} : { action: { label: t('action.undo'), run }, undoes: `entry/${entryId}` }),
      })
    },
  }
}
