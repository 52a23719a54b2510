import { parseAddress } from '../../../shared/ip/index.ts'
import type { MessageKey } from '../../i18n/index.ts'
import { alternatives, type Term } from '../../table/query.ts'

/** A condition of the filter in words, as its chip says it; `t` prints a sentence of the catalogue. */
export function filterWords({ field, value, negated, anyOf }: Term, t: (key: MessageKey, named?: Record<string, unknown>) => string): string {
  const plain = alternatives({ field, value, negated, ...(anyOf === undefined ? {} : { anyOf }) }).map((each) => each.replace(/^=/, '')).join(' / ')
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
        return t(`ftp.filter.field.${field}`, { value: plain })
      case 'enabled':
        return t(['yes', 'true', 'on', '1'].some((word) => word.startsWith(plain)) ? 'ftp.filter.field.enabled' : 'ftp.filter.field.disabled')
      case 'ip':
        if (value === 'any') return t('ftp.filter.field.ipAny')
        if (value === 'unknown') return t('ftp.filter.field.ipUnknown')
        return t(parseAddress(value).ok || value.includes('/') ? 'ftp.filter.field.ip' : 'ftp.filter.field.ipText', { value })
      default:
        return t('ftp.filter.field.text', { value })
    }
  }
  return negated ? t('ftp.filter.not', { words: words() }) : words()
}
