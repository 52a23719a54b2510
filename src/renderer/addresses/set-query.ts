import { quoteValue } from '../table/query.ts'

/** Returns the filter text that shows the accounts that use one set. */
export function setQuery(name: string): string {
  return `set:${quoteValue(name.replaceAll('"', ''))}`
}
