/** The header in which a page of the loopback shell shows the pass that it was given with its session. */
export const passHeader = 'wisdeck-pass'
