/**
 * How often a visible page reports to core that it is visible, and how long core relies on such a report. In
 * milliseconds.
 */
export const reportWatchedMs = 60_000
export const watchedForMs = 90_000
