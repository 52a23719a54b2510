/** The largest call that either shell accepts, in bytes: the largest export to import, with room for JSON's escapes. */
export const inputLimitBytes = 64 * 1024 * 1024
