/** The header in which a page of the loopback shell sends the pass that it received with its session. */
export const passHeader = 'wisdeck-pass'
