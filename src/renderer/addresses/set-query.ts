import { quoteValue } from '../table/query.ts'

/** The text of a filter that shows the accounts that use one set. */
export function setQuery(name: string): string {
  return `set:${quoteValue(name.replaceAll('"', ''))}`
}
