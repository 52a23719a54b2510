import type { BudgetView } from '../../shared/model/budget.ts'

const gapMs = 100

/**
 * Creates a gate that reports changes of a view at most ten times a second. Faster changes are reported once, at the
 * end of the gap. It calls `view` only when a report is due, and reports only a view that differs from the last one.
 */
export function createNoticeGate(view: () => BudgetView, report: ((view: BudgetView) => void) | undefined) {
  let touched = false
  let reported = ''
  let nextAtMs = -Infinity
  return {
    /** Notes that the view may have changed. */
    touch() {
      touched = report !== undefined
    },
    /** Reports the view if that is due. Returns when to call again, or null if nothing is left to report. */
    flush(nowMs: number): number | null {
      if (!touched || report === undefined) return null
      if (nowMs < nextAtMs) return nextAtMs
      touched = false
      const currentView = view()
      const text = JSON.stringify(currentView)
      if (text === reported) return null
      reported = text
      nextAtMs = nowMs + gapMs
      report(currentView)
      return null
    },
  }
}
