import type { ActivityEntry, ActivityLine } from '../../../shared/model/activity.ts'
import type { Run } from '../../../shared/model/run.ts'
import type { UndoPreview, UndoStep } from '../../../shared/model/undo.ts'
import { useActivityWords } from '../../changes/use-activity-words.ts'
import { useChangeWords } from '../../changes/use-change-words.ts'
import { relativeTime } from '../../composables/relative-time.ts'
import { useText } from '../../i18n/index.ts'
import { useRunWords } from './use-run-words.ts'

const mostNamed = 2

/** Puts what an undo would do, and what it passes over, into words. */
export function useUndoWords() {
  const { t, tn, list, locale } = useText()
  const activity = useActivityWords()
  const change = useChangeWords()
  const runs = useRunWords()

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

  /** For example "Disable 3 accounts (web-12)". */
  function ofRun(run: Run, servers: readonly string[]): string {
    const names =
      run.servers > servers.length || servers.length === 0 ? tn('count.servers', run.servers) : list(servers)
    return t('change.undo.run', { title: runs.title(run), servers: names })
  }

  const ofLine = (line: ActivityLine, run: Run | null, servers: readonly string[] = []): string =>
    line.type === 'entry' ? ofEntry(line.entry) : run === null ? (line.name ?? line.action) : ofRun(run, servers)

  /** The change that is undone, and how long ago it was made. */
  function named({ line, run, servers, isRedo }: UndoStep): { readonly what: string; readonly ago: string } {
    const what = ofLine(line, run, servers)
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
        .map(({ line, run, reason }) =>
          t('change.undo.skipped', { what: ofLine(line, run), reason: t(`change.undo.reason.${reason}`) }),
        ),
      ...(more > 0 ? [tn('change.undo.skippedMore', more)] : []),
    ].join(' ')
  }

  return { named, skipped }
}
