import { z } from 'zod'

/**
 * A time as the panel printed it (ISO 8601 with the server's own offset), or null for never. It is kept as text,
 * because this offset is all that the panel reports about its time zone.
 */
export const panelTime = z.string().nullable()
