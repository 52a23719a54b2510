import { useText } from '../i18n/index.ts'
import { useToasts } from './toasts.ts'

/** Returns a function that shows a toast: what a link names does not exist here. */
export function useMissing(): () => void {
  const { t } = useText()
  const toasts = useToasts()
  return () => void toasts.show({ title: t('shell.missing.title'), text: t('shell.missing.text'), tone: 'info' })
}
