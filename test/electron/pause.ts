/** Waits, so that everything that is due within this time can happen. */
export const pause = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms))
