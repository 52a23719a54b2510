import type { BudgetView } from '../../shared/model/budget.ts'

const gapMs = 100

/** Reports changes of a view at most ten times a second. Faster changes are reported once, at the end of the gap. */
export interface NoticeGate {
  /** Notes that the view may have changed. */
  touch(): void
  /** Reports the view if that is due. Returns when to call again, or null if nothing is left to report. */
  flush(nowMs: number): number | null
}

/**
 * Returns a gate that calls `view` only right before a report, and reports only a view that differs from the last one.
 */
export function createNoticeGate(view: () => BudgetView, tell: ((view: BudgetView) => void) | undefined): NoticeGate {
  let touched = false
  let reported = ''
  let nextAtMs = -Infinity
  return {
    touch() {
      touched = tell !== undefined
    },
    flush(nowMs) {
      if (!touched || tell === undefined) return null
      if (nowMs < nextAtMs) return nextAtMs
      touched = false
      const now = view()
      const text = JSON.stringify(now)
      if (text === reported) return null
      reported = text
      nextAtMs = nowMs + gapMs
      tell(now)
      return null
    },
  }
}
