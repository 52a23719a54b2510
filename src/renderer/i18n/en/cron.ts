/** Sentences of the "Cron jobs" screen. */
export const cron = {
  title: 'Cron jobs',
}
