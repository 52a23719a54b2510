import { useText } from '../i18n/index.ts'
import { useToasts } from './toasts.ts'

/** Says that what a link names is not here. */
export function useMissing(): () => void {
  const { t } = useText()
  const toasts = useToasts()
  return () => void toasts.show({ title: t('shell.missing.title'), text: t('shell.missing.text'), tone: 'info' })
}
