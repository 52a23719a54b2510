import { type Ref, watch } from 'vue'
import type { RouteLocationNormalized, RouteLocationRaw, Router } from 'vue-router'
import type { UnsavedKind } from './unsaved-guard.ts'

interface GuardedNavigationPort {
  readonly router: Pick<Router, 'push' | 'beforeEach'>
  readonly unsaved: Readonly<Ref<UnsavedKind | null>>
  /** Whether an address of this screen names what is already open. Then going there loses nothing. */
  isOpened(to: RouteLocationNormalized): boolean
  /** Reports that navigation to `to` waits until the dialog is closed. */
  reportWaiting(to: RouteLocationRaw): void
  /** Reports unsaved input and offers to leave all the same. */
  reportDraft(to: RouteLocationRaw, leave: () => Promise<unknown>): void
  /** Removes the report of `reportWaiting`. */
  dismissReport(): void
}

/**
 * Keeps the user on a screen with unsaved input. Every navigation goes through the router: a link on the page, Back,
 * a changed address, or a link from outside the window. While a dialog is open, the last requested location waits
 * until the dialog is closed. A draft is left only if the user says so. `stop` ends all of this; the end of the calling
 * scope alone leaves the router's guard in place. `go` opens a location from outside. Unsaved input stops `go` even on
 * the same screen, but does not stop a screen that changes its own address to name what is open.
 */
export function createGuardedNavigation({
  router,
  unsaved,
  isOpened,
  reportWaiting,
  reportDraft,
  dismissReport,
}: GuardedNavigationPort): {
  go(to: RouteLocationRaw): void
  stop(): void
} {
  let waiting: RouteLocationRaw | null = null
  let isLeaving = false

  async function leave(to: RouteLocationRaw): Promise<void> {
    isLeaving = true
    try {
      await router.push(to)
    } finally {
      isLeaving = false
    }
  }
  /** Returns true if going to `to` is put off. The user has been told then. */
  function putOffIfUnsaved(to: RouteLocationRaw): boolean {
    if (unsaved.value === null || isLeaving) return false
    if (unsaved.value === 'draft') reportDraft(to, () => leave(to))
    else {
      waiting = to
      reportWaiting(to)
    }
    return true
  }
  function go(to: RouteLocationRaw): void {
    if (!putOffIfUnsaved(to)) void router.push(to)
  }

  const stopGuard = router.beforeEach(
    (to, from) => (to.path === from.path && isOpened(to)) || !putOffIfUnsaved(to.fullPath),
  )
  const stopWatch = watch(unsaved, (kind) => {
    if (kind === 'dialog' || waiting === null) return
    const to = waiting
    waiting = null
    dismissReport()
    go(to)
  })
  return {
    go,
    stop() {
      stopGuard()
      stopWatch()
    },
  }
}
