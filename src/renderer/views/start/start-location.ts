import type { RouteLocationRaw } from 'vue-router'
import type { SavedView } from '../../../shared/model/views.ts'
import { viewRoute } from '../../saved/view-state.ts'

/** What the choice of the first screen depends on; null for what core has not reported yet. */
export interface StartFacts {
  readonly servers: number | null
  readonly welcomed: boolean | null
  readonly views: readonly SavedView[] | null
  readonly lastOpenId: string | null
}

/**
 * Returns the screen that a start opens. Without servers it is the welcome screen, or the servers screen if the
 * user has been welcomed. Otherwise it is the saved view that was open last, or else the overview. Null while this
 * is unknown.
 */
export function startLocation({ servers, welcomed, views, lastOpenId }: StartFacts): RouteLocationRaw | null {
  if (servers === null || welcomed === null || views === null) return null
  if (servers === 0) return welcomed ? '/servers' : '/welcome'
  const last = views.find(({ id }) => id === lastOpenId)
  return last === undefined ? '/overview' : viewRoute(last)
}
