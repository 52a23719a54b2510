import { onScopeDispose, watch } from 'vue'
import { onEvent } from '../../api/client.ts'
import { useAnnounce } from '../../composables/announce.ts'
import { useToasts } from '../../composables/toasts.ts'
import { useText } from '../../i18n/index.ts'
import type { Run, RunState } from '../../../shared/model/run.ts'
import { useBulkStore } from '../../stores/bulk.ts'
import { hasEnded, useRunsStore } from '../../stores/runs.ts'
import { tallyOf, wantedOf } from './run-words.ts'
import { useRunWords } from './use-run-words.ts'

const announceEveryMs = 15_000
/** The reasons for which core pauses a run on its own. */
type CorePause = Exclude<NonNullable<Run['pausedBy']>, 'user'>

/** Returns whether core has paused a run on its own since the last known state. */
const isPausedByCore = (run: Run, before: RunState | undefined): run is Run & { pausedBy: CorePause } =>
  run.state === 'paused' &&
  before !== undefined &&
  before !== 'paused' &&
  run.pausedBy !== 'user' &&
  run.pausedBy !== null

function useRunToasts() {
  const { t, tn, number } = useText()
  const toasts = useToasts()
  const bulk = useBulkStore()
  const words = useRunWords()

  function titleOfEnd(run: Run): string {
    const { done, failed, unknown, conflicts } = tallyOf(run.counts)
    const title = words.title(run)
    const total = number(wantedOf(run))
    if (run.state === 'cancelled') return t('runs.toast.cancelled', { title, done: number(done), total })
    if (failed > 0) return t('runs.toast.some', { title, failed: number(failed), total })
    if (unknown > 0) return t('runs.toast.unknown', { title, unknown: number(unknown), total })
    return conflicts > 0 ? tn('runs.toast.conflicts', conflicts) : t('runs.toast.done', { title })
  }

  return {
    ended(run: Run): void {
      const { done, failed, unknown, conflicts } = tallyOf(run.counts)
      const notDone = failed + unknown
      const open = { label: t('runs.toast.open'), run: () => bulk.openRun(run.id) }
      const undo = { label: t('action.undo'), run: () => void bulk.act({ type: 'undo', runId: run.id }) }
      const isClean = run.state === 'done' && notDone + conflicts === 0
      const offersUndo = isClean && run.undoable > 0 && run.undoOf === null
      toasts.show({
        title: titleOfEnd(run),
        text: isClean ? tn('runs.toast.doneText', done) : words.notDoneText(run.counts),
        tone: failed > 0 ? 'danger' : isClean ? 'ok' : 'warn',
        ...(offersUndo ? { action: undo, undoes: `run/${run.id}` } : { action: open }),
        durationMs: 12_000,
      })
    },
    paused(run: Run & { pausedBy: CorePause }): void {
      toasts.show({
        title: t('runs.toast.paused', { title: words.title(run) }),
        text: t(`runs.paused.${run.pausedBy}`),
        tone: 'warn',
        action: { label: t('action.showRun'), run: () => bulk.openRun(run.id) },
        durationMs: 15_000,
      })
    },
  }
}

/**
 * Reports on runs on every screen. Progress of all runs is announced to screen readers every 15 s at most. A pause by
 * core and the end of a run are reported once.
 */
export function useRunNotices(): void {
  const { t, number } = useText()
  const toasts = useRunToasts()
  const announce = useAnnounce()
  const bulk = useBulkStore()
  const runs = useRunsStore()
  const words = useRunWords()
  const states = new Map<string, RunState>()
  let announcedAtMs = 0

  const announceParts = (...parts: readonly string[]) => announce(parts.filter(Boolean).join(', '))

  function reportEnd(run: Run, before: RunState | undefined): void {
    if (before === undefined || before === run.state) return
    // A user who has the run open sees its end, so only screen readers are told.
    if (bulk.runId === run.id && !document.hidden) announceParts(words.state(run), words.notDoneText(run.counts))
    else toasts.ended(run)
  }

  /** A run that ended while the connection to core was lost is found in the list when it is read again. */
  function reportEnds(list: readonly Run[]): void {
    for (const run of list) {
      const before = states.get(run.id)
      if (before !== undefined && !hasEnded(run)) continue
      states.set(run.id, run.state)
      reportEnd(run, before)
    }
  }
  watch(() => runs.runs, reportEnds, { immediate: true, flush: 'sync' })

  function announceProgress(run: Run): void {
    if (Date.now() - announcedAtMs < announceEveryMs) return
    announcedAtMs = Date.now()
    const done = number(tallyOf(run.counts).done)
    announceParts(t('runs.strip.announce', { done, total: number(wantedOf(run)) }), words.notDoneText(run.counts))
  }

  const stop = onEvent('bulk.progress', ({ run }) => {
    // The screen that has changed a single row reports on it.
    if (run.origin === 'row') return
    const before = states.get(run.id)
    states.set(run.id, run.state)
    if (hasEnded(run)) return reportEnd(run, before)
    if (isPausedByCore(run, before)) toasts.paused(run)
    announceProgress(run)
  })
  onScopeDispose(stop)
}
