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

/**
 * Tells of runs wherever the user is: how far they are every now and then to screen readers, and their end to everyone,
 * once.
 */
export function useRunNotices(): void {
  const { t, tn, number } = useText()
  const toasts = useToasts()
  const announce = useAnnounce()
  const bulk = useBulkStore()
  const runs = useRunsStore()
  const words = useRunWords()
  const states = new Map<string, RunState>()
  let saidAtMs = 0

  function tellEnd(run: Run): void {
    const { done, failed, unknown, held } = tallyOf(run.counts)
    const bad = failed + unknown
    const title = words.title(run)
    const open = { label: t('runs.toast.open'), run: () => bulk.openRun(run.id) }
    const undo = { label: t('common.undo'), run: () => void bulk.act({ type: 'undo', runId: run.id }) }
    const isClean = run.state === 'done' && bad + held === 0
    toasts.show({
      title:
        run.state === 'cancelled'
          ? t('runs.toast.cancelled', { title, done: number(done), total: number(wantedOf(run)) })
          : bad > 0
            ? t('runs.toast.some', { title, failed: number(bad), total: number(wantedOf(run)) })
            : held > 0
              ? tn('runs.toast.held', held)
              : t('runs.toast.done', { title }),
      text: isClean ? tn('runs.toast.doneText', done) : words.rest(run.counts),
      tone: bad > 0 ? 'danger' : isClean ? 'ok' : 'warn',
      action: isClean && run.undoable > 0 && run.undoOf === null ? undo : open,
      durationMs: 12_000,
    })
  }

  function noteEnd(run: Run, before: RunState | undefined): void {
    if (before === undefined || before === run.state) return
    // Whoever looks at it sees the end of it; screen readers are told.
    if (bulk.runId === run.id && !document.hidden)
      announce([words.state(run), words.rest(run.counts)].filter(Boolean).join(', '))
    else tellEnd(run)
  }

  /** A run that ended while the line to core was cut shows in the list that is read anew. */
  function noteList(list: readonly Run[]): void {
    for (const run of list) {
      const before = states.get(run.id)
      if (before !== undefined && !hasEnded(run)) continue
      states.set(run.id, run.state)
      noteEnd(run, before)
    }
  }
  watch(() => runs.runs, noteList, { immediate: true, flush: 'sync' })

  const stop = onEvent('bulk.progress', ({ run }) => {
    const before = states.get(run.id)
    states.set(run.id, run.state)
    if (hasEnded(run)) return noteEnd(run, before)
    if (
      run.state === 'paused' &&
      before !== undefined &&
      before !== 'paused' &&
      run.pausedBy !== 'user' &&
      run.pausedBy !== null
    ) {
      toasts.show({
        title: t('runs.toast.paused', { title: words.title(run) }),
        text: t(`runs.paused.${run.pausedBy}`),
        tone: 'warn',
        action: { label: t('runs.strip.open'), run: () => bulk.openRun(run.id) },
        durationMs: 15_000,
      })
    }
    if (Date.now() - saidAtMs < announceEveryMs) return
    saidAtMs = Date.now()
    announce(
      [
        t('runs.strip.announce', { done: number(tallyOf(run.counts).done), total: number(wantedOf(run)) }),
        words.rest(run.counts),
      ]
        .filter(Boolean)
        .join(', '),
    )
  })
  onScopeDispose(stop)
}
