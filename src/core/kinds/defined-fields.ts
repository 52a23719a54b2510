import type { Facts } from './kind.ts'

/** Returns the fields that have a value. */
export function definedFields(fields: Facts): Facts {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
