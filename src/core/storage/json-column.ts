import type { Logger } from '../log/types.ts'

/**
 * The value of a JSON column after `check`, or null where it is not JSON or not what it should be.
 * Such a row is treated as absent and logged by its place; its content is not, for it may hold anything.
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
    // Not JSON: the same as JSON of a wrong shape.
  }
  log.warn('storage.row-unreadable', source)
  return null
}

/** A zod schema as a check for `readJson`. */
export function bySchema<T>(schema: {
  safeParse(value: unknown): { success: true; data: T } | { success: false }
}): (value: unknown) => T | null {
  return (value) => {
    const result = schema.safeParse(value)
    return result.success ? result.data : null
  }
}
