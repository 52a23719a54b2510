/** How often, in ms, a visible page reports to core that it is visible, and how long core relies on such a report. */
export const reportWatchedMs = 60_000
export const watchedForMs = 90_000
