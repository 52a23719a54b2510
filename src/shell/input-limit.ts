/**
 * The largest call that a shell accepts: the largest export to import, with room for JSON's escapes. The loopback
 * server counts bytes, the desktop shell UTF-16 units.
 */
export const inputLimitBytes = 64 * 1024 * 1024
