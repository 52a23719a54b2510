import type { ErrorCode, ErrorValue } from '../../shared/errors.ts'
import errors from '../i18n/en/errors.json' with { type: 'json' }
import { useText, type MessageKey } from '../i18n/index.ts'
import { useInvalidWords } from './invalid-words.ts'

type CatalogueKey<Code extends string> = Code extends `${infer Head}.${infer Tail}`
  ? `${Head}_${CatalogueKey<Tail>}`
  : Code

/** The catalogue's name of a code: a dot would start a new level, so `net.dns` is `net_dns` there. */
export type ErrorKey = CatalogueKey<ErrorCode>

/** `exact` is used instead of `what` when the error carries every fact that it names. */
export interface ErrorSentences {
  readonly what: string
  readonly exact?: string
  readonly remedy: string
}

export interface ErrorText {
  /** What happened. */
  readonly what: string
  /** The panel's own sentence, where it gave one. */
  readonly panel: string | null
  /** What of an input was refused, a sentence for each thing. */
  readonly reasons: readonly string[]
  /** What to do now. */
  readonly remedy: string
}

/** The catalogue's name of a code; a code from a newer core is told as `internal`. */
function errorKey(code: ErrorCode): ErrorKey {
  const key = code.replaceAll('.', '_')
  return key in errors ? (key as ErrorKey) : 'internal'
}

type Fact = readonly [name: string, value: string | number]

/** The facts that may stand in a sentence: text and figures, and words in a row. */
function facts(error: ErrorValue, list: (words: readonly string[]) => string): Record<string, string | number> {
  const facts = Object.entries(error.details ?? {}).flatMap(([name, value]): Fact[] => {
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return [[name, value]]
    const words: readonly unknown[] = Array.isArray(value) ? value : []
    return words.length > 0 && words.every((word) => typeof word === 'string') ? [[name, list(words)]] : []
  })
  return Object.fromEntries(facts)
}

/** Whether every `{name}` of a sentence is among the facts. */
function isFilledBy(sentence: string, known: Record<string, unknown>): boolean {
  return [...sentence.matchAll(/\{(\w+)\}/g)].every(([, name]) => name !== undefined && name in known)
}

/** The words of an error in the user's language, chosen by its code and never by its message. */
export function useErrorText(): (error: ErrorValue) => ErrorText {
  const { t, list } = useText()
  const invalidWords = useInvalidWords()
  return (error) => {
    const key = errorKey(error.code)
    const sentences: ErrorSentences = errors[key]
    const known = facts(error, list)
    const isExact = sentences.exact !== undefined && isFilledBy(sentences.exact, known)
    const panel = known['panelMessage']
    return {
      what: t((isExact ? `errors.${key}.exact` : `errors.${key}.what`) as MessageKey, known),
      panel: panel === undefined ? null : t('common.panelSays', { sentence: panel }),
      reasons: error.code === 'input.invalid' ? invalidWords(error) : [],
      remedy: t(`errors.${key}.remedy`, known),
    }
  }
}
