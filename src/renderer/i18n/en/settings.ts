/** Sentences of the "Settings" screen. */
export const settings = {
  title: 'Settings',
}
