import { errorOf } from '../api/client.ts'
import { useText } from '../i18n/index.ts'
import { useErrorText } from './error-text.ts'
import { useToasts } from './toasts.ts'
import type { ErrorValue } from '../../shared/errors.ts'

export interface Done {
  /** What was done, for example "lotus_deploy is disabled". */
  readonly title: string
  readonly text?: string
  /** The inverse call. Left out if there is none: then the toast offers no Undo. */
  readonly undo?: () => Promise<unknown>
  /** The title of the toast after the inverse call has succeeded. */
  readonly undone?: string
}

/**
 * Reports a change and offers to undo it. `done` shows the toast; its Undo makes the inverse call and reports the
 * result. `failed`, and `tell` for an ErrorValue, report an error that no field or note can show, for example after a
 * row's menu.
 */
export function useUndo(): {
  done(change: Done): void
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

  return {
    failed,
    tell,
    done({ title, text, undo, undone }) {
      const run = async (inverse: () => Promise<unknown>) => {
        try {
          await inverse()
          if (undone !== undefined) toasts.show({ title: undone, tone: 'ok' })
        } catch (thrown) {
          failed(thrown)
        }
      }
      toasts.show({
        title,
        tone: 'ok',
        ...(text === undefined ? {} : { text }),
        ...(undo === undefined ? {} : { action: { label: t('action.undo'), run: () => void run(undo) } }),
      })
    },
  }
}
