import type { useText } from '../../i18n/index.ts'
import type { Term } from '../../table/query.ts'
import { saidBy, valuesText } from '../term-words.ts'

/** Returns a condition on a field that only jobs have in words; undefined for any other field. */
export function jobTermWords(term: Term, t: ReturnType<typeof useText>['t']): string | undefined {
  if (term.field === 'state') return t('cron.filter.state', { value: valuesText(term) })
  if (term.field === 'failed') return t(`cron.filter.failed.${saidBy(term) ?? 'other'}`, { value: valuesText(term) })
  return undefined
}
