import type { useText } from '../i18n/index.ts'
import { alternatives, type Term } from '../table/query.ts'
import { isSaid } from '../table/server-fields.ts'

type Translate = ReturnType<typeof useText>['t']

/** Returns the values of a condition in words: "web-1 / web-2". */
export const valuesText = (term: Term): string =>
  alternatives(term)
    .map((each) => each.replace(/^=/, ''))
    .join(' / ')

/** Returns `yes` or `no` if that is what a condition with these values asks for; otherwise undefined. */
export function saidBy(term: Term): 'yes' | 'no' | undefined {
  const values = alternatives(term)
  if (values.every((each) => isSaid(each, true))) return 'yes'
  return values.every((each) => isSaid(each, false)) ? 'no' : undefined
}

function sharedWords(term: Term, t: Translate): string {
  const value = valuesText(term)
  switch (term.field) {
    case 'server':
    case 'tag':
    case 'env':
    case 'folder':
    case 'domain':
    case 'owner':
      return t(`rows.filter.${term.field}`, { value })
    case 'enabled':
      return t(`rows.filter.enabled.${saidBy(term) ?? 'other'}`, { value })
    default:
      return t('rows.filter.text', { value: term.value })
  }
}

/**
 * Returns a condition of the filter in words, as its chip shows it. `own` returns the words for a field of one kind,
 * and undefined for any other field.
 */
export function termWords(term: Term, t: Translate, own: (term: Term) => string | undefined): string {
  const words = own(term) ?? sharedWords(term, t)
  return term.negated ? t('rows.filter.not', { words }) : words
}
