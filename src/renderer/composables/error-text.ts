import type { ErrorCode, ErrorValue } from '../../shared/errors.ts'
import errors from '../i18n/en/errors.json' with { type: 'json' }
import { useText, type MessageKey } from '../i18n/index.ts'
import { useInvalidWords } from './invalid-words.ts'

type CatalogueKey<Code extends string> = Code extends `${infer Head}.${infer Tail}`
  ? `${Head}_${CatalogueKey<Tail>}`
  : Code

/** The catalogue's name of an error code. A dot would start a new level there, so `net.dns` becomes `net_dns`. */
export type ErrorKey = CatalogueKey<ErrorCode>

/** `exact` is used instead of `what` if the error has a value for each of its placeholders. */
export interface ErrorSentences {
  readonly what: string
  readonly exact?: string
  readonly remedy: string
}

export interface ErrorText {
  /** What happened. */
  readonly what: string
  /** A quotation of the panel's own sentence, if it sent one. */
  readonly panel: string | null
  /** Why an input was refused: one sentence for each of the first problems, and one that counts the others. */
  readonly reasons: readonly string[]
  /** What to do now. */
  readonly remedy: string
}

/** Returns the catalogue's name of a code. A code from a newer core becomes `internal`. */
function errorKey(code: ErrorCode): ErrorKey {
  const key = code.replaceAll('.', '_')
  return key in errors ? (key as ErrorKey) : 'internal'
}

type PlaceholderValue = readonly [name: string, value: string | number]

/** Returns the values that a sentence may contain: texts, numbers, and lists of words. */
function placeholderValues(
  error: ErrorValue,
  list: (words: readonly string[]) => string,
): Record<string, string | number> {
  const entries = Object.entries(error.details ?? {}).flatMap(([name, value]): PlaceholderValue[] => {
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return [[name, value]]
    const words: readonly unknown[] = Array.isArray(value) ? value : []
    return words.length > 0 && words.every((word) => typeof word === 'string') ? [[name, list(words)]] : []
  })
  return Object.fromEntries(entries)
}

/** Whether there is a value for every `{name}` of a sentence. */
function isFilledBy(sentence: string, known: Record<string, unknown>): boolean {
  return [...sentence.matchAll(/\{(\w+)\}/g)].every(([, name]) => name !== undefined && name in known)
}

/** Returns a function that puts an error into the user's language, chosen by its code and never by its message. */
export function useErrorText(): (error: ErrorValue) => ErrorText {
  const { t, has, list } = useText()
  const invalidWords = useInvalidWords()
  /** Why one row cannot be changed, or a change cannot be undone: the reason that core gives. */
  const impossibleWords = ({ code, details }: ErrorValue): readonly string[] => {
    const name = String(details?.['reason'])
    const reason = code === 'undo.impossible' ? `change.undo.reason.${name}` : `change.impossible.${name}`
    return has(reason) ? [t(reason)] : []
  }
  const textOf = (error: ErrorValue): ErrorText => {
    const key = errorKey(error.code)
    const sentences: ErrorSentences = errors[key]
    const known = placeholderValues(error, list)
    const isExact = sentences.exact !== undefined && isFilledBy(sentences.exact, known)
    const panel = known['panelMessage']
    return {
      what: t((isExact ? `errors.${key}.exact` : `errors.${key}.what`) as MessageKey, known),
      panel: panel === undefined ? null : t('common.panelSays', { sentence: panel }),
      reasons: error.code === 'input.invalid' ? invalidWords(error) : impossibleWords(error),
      remedy: t(`errors.${key}.remedy`, known),
    }
  }
  return textOf
}
