import { parseAddress } from '../../../shared/ip/index.ts'
import type { MessageKey } from '../../i18n/index.ts'
import { alternatives, type Term } from '../../table/query.ts'
import { isSaid } from '../../table/server-fields.ts'

/** Returns a condition of the filter in words, as its chip shows it. */
export function filterWords(term: Term, t: (key: MessageKey, named?: Record<string, unknown>) => string): string {
  const { field, value, negated } = term
  const anyOf = alternatives(term)
  const valueText = anyOf.map((each) => each.replace(/^=/, '')).join(' / ')
  const words = () => {
    switch (field) {
      case 'server':
      case 'tag':
      case 'env':
      case 'folder':
      case 'access':
      case 'set':
      case 'domain':
      case 'owner':
        return t(`ftp.filter.field.${field}`, { value: valueText })
      case 'enabled':
        if (anyOf.every((each) => isSaid(each, true))) return t('ftp.filter.field.enabled')
        if (anyOf.every((each) => isSaid(each, false))) return t('ftp.filter.field.disabled')
        return t('ftp.filter.field.enabledIs', { value: valueText })
      case 'ip':
        if (value === 'any') return t('ftp.filter.field.ipAny')
        if (value === 'unknown') return t('ftp.filter.field.ipUnknown')
        return t(parseAddress(value).ok || value.includes('/') ? 'ftp.filter.field.ip' : 'ftp.filter.field.ipText', {
          value,
        })
      default:
        return t('ftp.filter.field.text', { value })
    }
  }
  return negated ? t('ftp.filter.not', { words: words() }) : words()
}
