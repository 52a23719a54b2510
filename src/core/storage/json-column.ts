import type { Logger } from '../log/types.ts'

/**
 * Returns the value of a JSON column after `check`, or null if it is not JSON or has the wrong shape. Such a row is
 * treated as absent. Only its location is logged, because its content may hold anything.
 */
export function readJson<T>(
  text: unknown,
  check: (value: unknown) => T | null,
  log: Logger,
  source: Readonly<Record<string, unknown>>,
): T | null {
  try {
    const value: unknown = JSON.parse(String(text))
    const checked = check(value)
    if (checked !== null) return checked
  } catch {
    // Text that is not JSON is treated like JSON of a wrong shape.
  }
  log.warn('storage.row-unreadable', source)
  return null
}

/** Returns a zod schema as a check for `readJson`. */
export function bySchema<T>(schema: {
  safeParse(value: unknown): { success: true; data: T } | { success: false }
}): (value: unknown) => T | null {
  return (value) => {
    const result = schema.safeParse(value)
    return result.success ? result.data : null
  }
}
