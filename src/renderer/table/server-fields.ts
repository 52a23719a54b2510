import type { ServerProfile } from '../../shared/model/server.ts'
import type { FieldTests } from './filter.ts'
import { type FieldGuide, type FilterGuide, quoteValue } from './query.ts'

/** Returns host and port of a profile's URL in lower case. */
function hostOf(url: string): string {
  return (/^[a-z]+:\/\/([^/]+)/i.exec(url)?.[1] ?? url).toLowerCase()
}

/** Whether a text contains `value`, or equals it for `=value`. */
function containsOrEquals(text: string, value: string): boolean {
  const own = text.toLowerCase()
  return value.startsWith('=') ? own === value.slice(1) : own.includes(value)
}

/** Whether a word begins with `value`, with or without `=`, so that `env:prod` and `enabled:y` are enough. */
export function begins(word: string, value: string): boolean {
  return word.startsWith(value.replace(/^=/, ''))
}

/**
 * The fields `server:`, `tag:`, `env:` and `folder:` of every combined table. `server:web-1` matches any name or
 * address that contains the text, `server:=web-1` only the exact name or address, with its port. `server:` also
 * matches a profile's id.
 */
export function serverFields<Row extends { readonly server: ServerProfile }>(): FieldTests<Row> {
  return {
    server: ({ server }, value) =>
      containsOrEquals(server.name, value) ||
      containsOrEquals(hostOf(server.url), value) ||
      server.id.toLowerCase() === value.replace(/^=/, ''),
    tag: ({ server }, value) => server.tags.some((tag) => containsOrEquals(tag, value)),
    env: ({ server }, value) => begins(server.environment, value),
    folder: ({ server }, value) => containsOrEquals(server.folder, value),
  }
}

/** The names that a filter can suggest. */
export interface ServerWords {
  readonly servers: readonly ServerProfile[]
  readonly tags: readonly string[]
  readonly folders: readonly string[]
}

/** The values of the server's own fields. The name fields have no check, because a name may be half typed. */
export function serverGuide(serverWords: ServerWords): FilterGuide {
  const environments = ['production', 'staging', 'development', 'none']
  return {
    server: { values: () => serverWords.servers.map(({ name }) => name) },
    tag: { values: () => serverWords.tags },
    env: { values: () => environments, isGood: (value) => environments.some((name) => begins(name, value)) },
    folder: { values: () => serverWords.folders },
  }
}

const yesWords = ['yes', 'true', 'on', '1']
const noWords = ['no', 'false', 'off', '0']

/**
 * Whether a row matches `enabled:value`; `holds` is the row's own state. `yes`, `true`, `on`, `1` and beginnings of
 * them ask for true; `no`, `false`, `off`, `0` for false. No row matches any other word, nor `o`, with which both
 * `on` and `off` begin.
 */
export function isSaid(value: string, holds: boolean): boolean {
  const isAny = (words: readonly string[]) => words.some((word) => begins(word, value))
  const [yes, no] = [isAny(yesWords), isAny(noWords)]
  return yes !== no && yes === holds
}

/** A field with the values yes and no. */
export const yesOrNo: FieldGuide = {
  values: () => ['yes', 'no'],
  isGood: (value) => [...yesWords, ...noWords].some((word) => begins(word, value)),
}

/** Returns the filter text that shows only the rows of the servers with a name; several can have the same. */
export function serverQuery(name: string): string {
  return `server:${quoteValue(`=${name}`)}`
}
