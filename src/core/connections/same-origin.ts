/** Returns whether two base URLs lead to the same panel. Another scheme, host or port means another panel. */
export const sameOrigin = (url: string, other: string): boolean => new URL(url).origin === new URL(other).origin
