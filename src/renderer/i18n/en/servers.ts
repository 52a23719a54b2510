/** Sentences of the "Servers" screen. */
export const servers = {
  title: 'Servers',
}
