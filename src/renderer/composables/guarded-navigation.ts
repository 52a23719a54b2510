import { type Ref, watch } from 'vue'
import type { RouteLocationNormalized, RouteLocationRaw, Router } from 'vue-router'
import type { UnsavedKind } from './unsaved-guard.ts'

export interface GuardedNavigationPort {
  readonly router: Pick<Router, 'push' | 'beforeEach'>
  readonly unsaved: Readonly<Ref<UnsavedKind | null>>
  /** Whether an address of this screen shows open what is open already: then nothing is lost by going there. */
  isOpened(to: RouteLocationNormalized): boolean
  /** Says that `to` is gone to once the dialog is closed. */
  tellWaits(to: RouteLocationRaw): void
  /** Says that something is not saved yet, and offers to go all the same. */
  tellDraft(to: RouteLocationRaw, leave: () => Promise<unknown>): void
  /** Takes back what `tellWaits` said. */
  untell(): void
}

/**
 * Keeps a screen that holds something from being left: every way leads through the router, whether it begins at a link
 * of the page, at Back, at a changed address or outside the window. Behind a dialog the last place asked for waits
 * until it is closed; a draft is left once the user says so. Call it within a scope; it ends with that. Returns how a
 * place from outside is gone to: unlike a page that clears its own address, that is held on the same screen too.
 */
export function createGuardedNavigation({
  router,
  unsaved,
  isOpened,
  tellWaits,
  tellDraft,
  untell,
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
  /** True where going to `to` is put off, and the user knows. */
  function isUnsaved(to: RouteLocationRaw): boolean {
    if (unsaved.value === null || isLeaving) return false
    if (unsaved.value === 'draft') tellDraft(to, () => leave(to))
    else {
      waiting = to
      tellWaits(to)
    }
    return true
  }
  function go(to: RouteLocationRaw): void {
    if (!isUnsaved(to)) void router.push(to)
  }

  const stopGuard = router.beforeEach((to, from) => (to.path === from.path && isOpened(to)) || !isUnsaved(to.fullPath))
  const stopWatch = watch(unsaved, (kind) => {
    if (kind === 'dialog' || waiting === null) return
    const to = waiting
    waiting = null
    untell()
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
