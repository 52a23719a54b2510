import { parseAddress } from '../../../shared/ip/index.ts'
import type { useText } from '../../i18n/index.ts'
import type { Term } from '../../table/query.ts'
import { valuesText } from '../term-words.ts'

/** Returns a condition on a field that only accounts have in words; undefined for any other field. */
export function accountTermWords(term: Term, t: ReturnType<typeof useText>['t']): string | undefined {
  const { field, value } = term
  if (field === 'access' || field === 'set') return t(`ftp.filter.${field}`, { value: valuesText(term) })
  if (field !== 'ip') return undefined
  if (value === 'any') return t('ftp.filter.ipAny')
  if (value === 'unknown') return t('ftp.filter.ipUnknown')
  return t(parseAddress(value).ok || value.includes('/') ? 'ftp.filter.ip' : 'ftp.filter.ipText', { value })
}
