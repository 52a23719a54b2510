import type { BudgetView } from '../../shared/model/budget.ts'

const gapMs = 100

/** Lets changes of a view out at most ten times a second; what comes faster is told once, at the end of the gap. */
export interface NoticeGate {
  /** Something may have changed. */
  touch(): void
  /** Tells what is due; returns when to call again, or null when nothing is left to tell. */
  flush(nowMs: number): number | null
}

/** A gate that asks `view` only when it is about to tell, and tells only what differs from the last time. */
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
