import type { ServerRun, Run, RunItem } from '../../../shared/model/run.ts'
import { useChangeWords } from '../../changes/use-change-words.ts'
import { useErrorText } from '../../composables/error-text.ts'
import { useText } from '../../i18n/index.ts'
import { useServersStore } from '../../stores/servers.ts'
import { useBulkWords } from '../../bulk/use-bulk-words.ts'
import { awaitsAnswer, canaryOf, tallyOf } from './run-words.ts'

/** Puts server runs and items into words: what they wait for, or why they are not done. */
function useItemWords() {
  const { t } = useText()
  const bulk = useBulkWords()
  const errorText = useErrorText()
  const { notKnown } = useChangeWords()

  /** Returns why a server run was stopped, what it waits for, its remaining time, or else its state. */
  const serverRun = (reported: ServerRun): string => {
    const { state, waits, quotaInMs, etaMs, error } = reported
    if (state === 'stopped' && error !== null) return errorText(error).what
    if (state !== 'working' && state !== 'waiting') return t(`runs.serverRun.${state}`)
    if (quotaInMs !== null) return t('runs.serverRun.quota', { time: bulk.duration(quotaInMs) })
    if (waits === 'repeating') return t('runs.serverRun.repeating')
    if (waits === 'backing-off') return t('runs.serverRun.backoff')
    if (awaitsAnswer(reported)) return t('runs.serverRun.answer')
    return state === 'working' && etaMs !== null
      ? t('runs.serverRun.eta', { time: bulk.duration(etaMs) })
      : t(`runs.serverRun.${state}`)
  }

  /**
   * Returns why an item was skipped, what is known of one whose outcome is not known, or what its error is, with the
   * panel's own message; empty for other items.
   */
  const why = (item: RunItem): string => {
    const { error, skipped } = item
    if (item.state === 'unknown' && item.sentAtMs !== null) return notKnown(item)
    if (skipped !== null) return t(`runs.skipped.${skipped}`)
    if (error === null) return ''
    const { what, panel } = errorText(error)
    return [what, panel].filter(Boolean).join(' ')
  }

  return { serverRun, why }
}

/** Puts runs, server runs and items into words. */
export function useRunWords() {
  const { t, tn, list, number } = useText()
  const serversStore = useServersStore()
  const bulk = useBulkWords()

  /** Returns the name of the plan, or else a description of the action. */
  /** Counts the changes that run or have run; if all were left out, those that were planned. */
  const title = ({ action, total, counts, name }: Pick<Run, 'action' | 'total' | 'counts' | 'name'>): string =>
    name ?? bulk.title(action, total - (counts.skipped ?? 0) || total)
  const serverName = (serverId: string | null, serverRuns: readonly ServerRun[] = []): string =>
    serverRuns.find((serverRun) => serverRun.serverId === serverId)?.name ??
    (serverId === null ? '' : (serversStore.byId.get(serverId)?.name ?? serverId))

  /**
   * Returns "about 1 min 37 s left · slowest: web-12; waiting for quota 14 s"; empty if unknown. While the canary
   * works, says so instead, because the time of the other servers is not known yet.
   */
  const eta = (
    run: Pick<Run, 'etaMs' | 'slowestServerId' | 'options' | 'state'>,
    serverRuns: readonly ServerRun[] = [],
  ): string => {
    const canary = canaryOf(run, serverRuns)
    if (canary !== null) return t('runs.head.canary', { name: canary.name })
    const slowest = serverRuns.find((serverRun) => serverRun.serverId === run.slowestServerId)
    if (slowest?.waits === 'repeating') return t('runs.head.repeating', { name: slowest.name })
    if (run.etaMs === null) return ''
    const values = { time: bulk.about(run.etaMs), name: serverName(run.slowestServerId, serverRuns) }
    if (values.name === '') return t('common.timeLeft', values)
    if (slowest && awaitsAnswer(slowest)) return t('runs.head.answer', values)
    const quotaInMs = slowest?.quotaInMs ?? null
    return quotaInMs === null
      ? t('runs.head.slowest', values)
      : t('runs.head.slowestQuota', { ...values, quota: bulk.duration(quotaInMs) })
  }

  /** Returns "7 failed · 2 held for you · 217 left", without counts that are zero. */
  const notDoneText = (counts: Run['counts']): string => {
    const { failed, unknown, conflicts, skipped, left, underWay } = tallyOf(counts)
    return [
      failed > 0 ? tn('count.failed', failed) : '',
      unknown > 0 ? tn('count.unknown', unknown) : '',
      conflicts > 0 ? tn('runs.head.conflicts', conflicts) : '',
      left + underWay > 0 ? tn('count.left', left + underWay) : '',
      skipped > 0 ? tn('runs.head.skipped', skipped) : '',
    ]
      .filter(Boolean)
      .join(' · ')
  }

  const state = (run: Pick<Run, 'state' | 'counts'>): string => {
    const { failed, unknown, conflicts } = tallyOf(run.counts)
    if (run.state === 'done' && conflicts > 0) return tn('runs.doneConflicts', conflicts)
    const parts = [
      failed > 0 ? tn('count.failed', failed) : '',
      unknown > 0 ? tn('count.unknown', unknown) : '',
    ].filter(Boolean)
    return run.state === 'done' && parts.length > 0
      ? t('runs.doneBut', { words: list(parts) })
      : t(`runs.state.${run.state}`)
  }

  const undo = (run: Run): string => {
    if (run.undoneBy !== null) return t(run.undoneAll ? 'runs.undo.undone' : 'runs.undo.part')
    if (run.undoOf !== null) return t('runs.undo.isUndo')
    return run.undoable === 0 ? t('state.noValue') : tn('runs.undo.possible', run.undoable)
  }

  return { title, serverName, eta, notDoneText, state, undo, ...useItemWords(), number, duration: bulk.duration }
}
