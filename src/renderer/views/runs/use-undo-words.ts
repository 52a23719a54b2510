import type { ActivityEntry, ActivityLine } from '../../../shared/model/activity.ts'
import type { UndoPreview, UndoStep } from '../../../shared/model/undo.ts'
import { useBulkWords } from '../../bulk/use-bulk-words.ts'
import { useActivityWords } from '../../changes/use-activity-words.ts'
import { useChangeWords } from '../../changes/use-change-words.ts'
import { relativeTime } from '../../composables/relative-time.ts'
import { useText } from '../../i18n/index.ts'
import { totalOf } from '../../stores/activity.ts'

type RunLine = Extract<ActivityLine, { readonly type: 'run' }>

const mostNamed = 2

/** Puts what an undo would do, and what it passes over, into words. */
export function useUndoWords() {
  const { t, tn, has, list, locale } = useText()
  const activity = useActivityWords()
  const change = useChangeWords()
  const bulk = useBulkWords()

  /** For example "Edit server (web-12: Tags)". */
  function ofProfile(entry: ActivityEntry): string {
    const action = activity.action({ ...entry, undoOf: null })
    const fields = entry.before !== null && entry.after !== null ? activity.summary(entry) : []
    const name = [entry.subject, list(fields.map(({ field }) => activity.field(field)))].filter(Boolean).join(': ')
    return name === '' ? action : t('change.undo.own', { action, name })
  }

  function ofEntry(entry: ActivityEntry): string {
    const { op, serverId, subject, after, serverName } = entry
    return op === null || serverId === null
      ? ofProfile(entry)
      : change.what({ op, serverId, subject, after, serverName })
  }

  /** What a run did, for example "Disable 3 accounts". */
  function ofRun({ name, action, plan, counts }: RunLine): string {
    const key = `activity.bulk.${action.replace('.', '_')}`
    return name ?? (plan ? bulk.title(plan, totalOf({ counts })) : has(key) ? t(key) : action)
  }

  const ofLine = (line: ActivityLine): string => (line.type === 'entry' ? ofEntry(line.entry) : ofRun(line))

  /** The change that is undone, and how long ago it was made. */
  function named({ line, servers, serverCount, isRedo }: UndoStep): { readonly what: string; readonly ago: string } {
    const names = serverCount > servers.length ? tn('count.servers', serverCount) : list(servers)
    const what = line.type === 'run' ? t('change.undo.run', { title: ofRun(line), servers: names }) : ofLine(line)
    const atMs = line.type === 'entry' ? line.entry.atMs : line.atMs
    return {
      what: isRedo ? t('change.undo.redo', { what }) : what,
      ago: relativeTime(atMs, Date.now(), locale.value) ?? t('common.justNow'),
    }
  }

  /** Names what was passed over, without what is as it was before anyway; empty for nothing. */
  function skipped({ skipped: all, skippedCount }: Pick<UndoPreview, 'skipped' | 'skippedCount'>): string {
    const told = all.filter(({ reason }) => reason !== 'already-undone')
    const more = told.length - mostNamed + (skippedCount - all.length)
    return [
      ...told
        .slice(0, mostNamed)
        .map(({ line, reason }) =>
          t('change.undo.skipped', { what: ofLine(line), reason: t(`change.undo.reason.${reason}`) }),
        ),
      ...(more > 0 ? [tn('change.undo.skippedMore', more)] : []),
    ].join(' ')
  }

  return { named, skipped }
}
