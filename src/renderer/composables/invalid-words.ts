import type { CronField, CronProblem } from '../../shared/cron/index.ts'
import type { ErrorValue } from '../../shared/errors.ts'
import { useText, type MessageKey } from '../i18n/index.ts'
import { scheduleProblem } from './schedule-problem.ts'

/**
 * One problem that core found in an input: a broken rule of the contract with its limit (`rule`, `of`, `limit`), an
 * unreadable entry of a list (`text`), a schedule (`field`), or a reason given only by its code.
 */
interface Issue {
  readonly path: string
  readonly message: string
  readonly text?: string
  readonly field?: CronField | null
  readonly rule?: string
  readonly of?: string
  readonly limit?: number
}

const mostSentences = 5

/** The labels of the fields in the forms. */
const labels: Readonly<Record<string, MessageKey>> = {
  entries: 'bulk.form.ips.entries',
  allowedIps: 'bulk.form.ips.entries',
  find: 'bulk.form.jobs.find',
  replaceBy: 'bulk.form.jobs.replaceBy',
  command: 'field.command',
  cronExpr: 'field.cronExpr',
  emailOnComplete: 'field.mailTo',
  username: 'field.name',
  name: 'field.name',
  domain: 'field.domain',
  quotaMb: 'bulk.form.settings.quotaMb',
  csv: 'bulk.form.import.text',
}

const bySize: Readonly<Record<string, Readonly<Record<string, MessageKey>>>> = {
  too_big: {
    array: 'invalid.mostEntries',
    string: 'invalid.mostCharacters',
    number: 'invalid.most',
    int: 'invalid.most',
  },
  too_small: {
    array: 'invalid.leastEntries',
    string: 'invalid.leastCharacters',
    number: 'invalid.least',
    int: 'invalid.least',
  },
}

function issuesOf({ details }: ErrorValue): readonly Issue[] {
  const issues: readonly unknown[] = Array.isArray(details?.['issues']) ? details['issues'] : []
  return issues.filter(
    (issue): issue is Issue => typeof issue === 'object' && issue !== null && 'path' in issue && 'message' in issue,
  )
}

/**
 * Returns a function that puts into words why core refused an input: at most `mostSentences` sentences, and one that
 * counts the others. Problems that the user cannot have typed have none.
 */
export function useInvalidWords(): (error: ErrorValue) => readonly string[] {
  const { t, tn, has, number } = useText()

  /** The label of a path's field. A path ends with the field, or with an index in the field's list. */
  const fieldOf = (path: string): string => {
    const name = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? ''
    const label = labels[name]
    return label === undefined ? name : t(label)
  }

  function words({ path, message, text, field, rule, of = '', limit = 0 }: Issue): string | null {
    if (rule === 'unrecognized_keys') return t('invalid.unknownField', { path })
    if (rule !== undefined) {
      const named = { field: fieldOf(path), limit: number(limit) }
      const sized = bySize[rule]?.[of]
      if (rule === 'too_small' && limit === 1 && sized !== 'invalid.least') return t('invalid.empty', named)
      return t(sized ?? 'invalid.form', named)
    }
    const reason = `ftp.ips.reason.${message}`
    if (text !== undefined) return has(reason) ? t('invalid.entry', { text, reason: t(reason) }) : null
    if (field !== undefined)
      return has(`cron.problem.${message}`) ? scheduleProblem(t, message as CronProblem, field) : null
    const known = `invalid.code.${message}`
    return has(known) ? t(known) : null
  }

  return (error) => {
    const sentences = [
      ...new Set(
        issuesOf(error)
          .map(words)
          .filter((sentence) => sentence !== null),
      ),
    ]
    return sentences.length > mostSentences
      ? [...sentences.slice(0, mostSentences), tn('invalid.more', sentences.length - mostSentences)]
      : sentences
  }
}
