import { errorOf } from '../api/client.ts'
import { useText } from '../i18n/index.ts'
import { useErrorText } from './error-text.ts'
import { useToasts } from './toasts.ts'
import type { ErrorValue } from '../../shared/errors.ts'

export interface Done {
  /** What was done, as "lotus_deploy is disabled". */
  readonly title: string
  readonly text?: string
  /** The inverse call. Left out where there is none: then the toast only tells. */
  readonly undo?: () => Promise<unknown>
  /** Said when the inverse went through. */
  readonly undone?: string
}

/**
 * Tells of a change that was made and offers to take it back. `done` shows the toast; its Undo makes the inverse call
 * and tells how that went. `failed` and `tell` (for what is an ErrorValue already) tell of an error for which no field
 * or note is at hand, as after a row's menu.
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
    const { what, panel, remedy } = textOf(error)
    const sentence = [panel, remedy].filter((part) => part !== null).join(' ')
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
