/** Lets everything happen that is due within this time. */
export const settle = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms))
