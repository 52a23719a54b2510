/** Sentences of the "Activity" screen. */
export const activity = {
  title: 'Activity',
}
