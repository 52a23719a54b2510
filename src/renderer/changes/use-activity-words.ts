import { absoluteTime, toMs } from '../composables/relative-time.ts'
import { useErrorText } from '../composables/error-text.ts'
import type { ActivityEntry } from '../../shared/model/activity.ts'
import { useText } from '../i18n/index.ts'
import { actionKey, kindActionKey } from './action-words.ts'
import { summaryOf, type FieldDiff } from './diff.ts'
import { valueWord } from './value-words.ts'

const mostEntries = 3

/** Returns a function that summarises an entry. Each summary is computed once. */
function createSummaries() {
  const summaries = new WeakMap<ActivityEntry, readonly FieldDiff[]>()
  return (entry: ActivityEntry): readonly FieldDiff[] => {
    const known = summaries.get(entry)
    if (known !== undefined) return known
    const made = summaryOf(entry)
    summaries.set(entry, made)
    return made
  }
}

/** Returns functions that put a log entry into the user's language: action, fields, values, and change as one line. */
export function useActivityWords() {
  const { t, tn, has, number, list, locale } = useText()
  const errorText = useErrorText()
  const summary = createSummaries()

  const field = (name: string): string => {
    const key = `field.${name}`
    return has(key) ? t(key) : name
  }

  const value = (name: string, of: unknown): string => {
    const word = valueWord(name, of)
    if (word.say === 'key') return t(word.key)
    if (word.say === 'megabytes') return t('activity.value.megabytes', { n: number(word.count) })
    if (word.say === 'number') return String(word.value)
    if (word.say === 'time') return absoluteTime(toMs(word.iso) ?? 0, locale.value)
    return word.text
  }

  const signed = (sign: string, entries: readonly string[]): string => {
    const shown = entries.slice(0, mostEntries).map((entry) => `${sign} ${entry}`)
    const hiddenCount = entries.length - shown.length
    return list([...shown, ...(hiddenCount > 0 ? [tn('activity.diff.more', hiddenCount)] : [])])
  }

  const diff = (of: FieldDiff): string => {
    const name = field(of.field)
    if (of.kind === 'only') return `${name}: ${value(of.field, of.value)}`
    if (of.kind === 'change') return `${name}: ${value(of.field, of.before)} → ${value(of.field, of.after)}`
    return `${name}: ${list([signed('+', of.added), signed('−', of.removed)].filter(Boolean))}`
  }

  const change = (entry: ActivityEntry): string => {
    if (entry.error !== null) {
      const { what, panel } = errorText(entry.error)
      return [what, panel].filter(Boolean).join(' ')
    }
    const lines = summary(entry).map(diff)
    return lines.length === 0 && entry.before !== null && entry.after !== null
      ? t('activity.diff.same')
      : lines.join(' · ')
  }

  return {
    action: (entry: ActivityEntry): string => {
      const key = actionKey(entry)
      const ofKind = kindActionKey(entry)
      const action = key !== null ? t(`activity.action.${key}`) : has(ofKind) ? t(ofKind) : entry.action
      return entry.undoOf === null ? action : t('activity.asUndo', { action })
    },
    /** The subject is a code for a choice of the vault or a bulk change without a name. Codes are translated. */
    subject: (entry: ActivityEntry): string => {
      if (entry.action === 'vault.choose') return value('kind', entry.subject)
      const key = `activity.bulk.${entry.subject.replace('.', '_')}`
      return entry.action === 'bulk.start' && has(key) ? t(key) : entry.subject
    },
    field,
    value,
    isMono: (name: string, of: unknown): boolean => {
      const word = valueWord(name, of)
      return word.say === 'text' && word.mono
    },
    summary,
    change,
  }
}
