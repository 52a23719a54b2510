/** How often a visible page tells core so, and for how long core takes its word for it. Milliseconds. */
export const reportWatchedMs = 60_000
export const watchedForMs = 90_000
