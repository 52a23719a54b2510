const storedAs = 'wisdeck:pass'

/** What the page shows with each request, besides the cookie that the browser sends by itself. */
export interface PagePass {
  /** Null before the first session of this tab. */
  held(): string | null
  keep(pass: string): void
}

/**
 * The pass in the storage of this tab: unlike a cookie it is kept apart for each port, and unlike a variable it
 * survives a reload. Where the browser stores nothing, it lasts until the page is left.
 */
export function createPagePass(page: Pick<Window, 'sessionStorage'>): PagePass {
  let held: string | null = null
  try {
    held = page.sessionStorage.getItem(storedAs)
  } catch {
    // Nothing may be stored, and so nothing was.
  }
  return {
    held: () => held,
    keep(pass) {
      held = pass
      try {
        page.sessionStorage.setItem(storedAs, pass)
      } catch {
        // A reload then asks for the window to be opened anew.
      }
    },
  }
}
