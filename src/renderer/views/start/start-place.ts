import type { RouteLocationRaw } from 'vue-router'
import type { SavedView } from '../../../shared/model/views.ts'
import { viewRoute } from '../../saved/view-state.ts'

/** What the choice of the first screen goes by; null for what core has not told yet. */
export interface StartFacts {
  readonly servers: number | null
  readonly welcomed: boolean | null
  readonly views: readonly SavedView[] | null
  readonly lastOpenId: string | null
}

/**
 * The screen that a start opens: the first-run screen on an empty desk, the view that was open last, else the overview.
 * Null while that is not known.
 */
export function startLocation({ servers, welcomed, views, lastOpenId }: StartFacts): RouteLocationRaw | null {
  if (servers === null || welcomed === null || views === null) return null
  if (servers === 0) return welcomed ? '/servers' : '/welcome'
  const last = views.find(({ id }) => id === lastOpenId)
  return last === undefined ? '/overview' : viewRoute(last)
}
