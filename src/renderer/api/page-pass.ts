const storageKey = 'wisdeck:pass'

/** What the page shows with each request, besides the cookie that the browser sends by itself. */
export interface PagePass {
  /** Null before the first session of this tab. */
  get(): string | null
  set(pass: string): void
}

/**
 * Keeps the pass in the storage of this tab. Unlike a cookie it is separate for each port, and unlike a variable it
 * survives a reload. If the browser stores nothing, the pass lasts until the page is left.
 */
export function createPagePass(page: Pick<Window, 'sessionStorage'>): PagePass {
  let current: string | null = null
  try {
    current = page.sessionStorage.getItem(storageKey)
  } catch {
    // The browser allows no storage, so nothing was stored before.
  }
  return {
    get: () => current,
    set(pass) {
      current = pass
      try {
        page.sessionStorage.setItem(storageKey, pass)
      } catch {
        // After a reload the user must open the window again.
      }
    },
  }
}
