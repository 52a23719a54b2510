import type { ServerProfile } from '../../shared/model/server.ts'
import type { FieldTests } from './filter.ts'
import { type FieldGuide, type FilterGuide, quoteValue } from './query.ts'

/** Host and port of a profile's URL, lower case. */
function hostOf(url: string): string {
  return (/^[a-z]+:\/\/([^/]+)/i.exec(url)?.[1] ?? url).toLowerCase()
}

/** `value` within a text; `=value` the whole of it. */
function meets(text: string, value: string): boolean {
  const own = text.toLowerCase()
  return value.startsWith('=') ? own === value.slice(1) : own.includes(value)
}

/** A word that is told by its beginning, so that `env:prod` and `enabled:y` do. */
export function begins(word: string, value: string): boolean {
  return word.startsWith(value.replace(/^=/, ''))
}

/**
 * What `server:`, `tag:`, `env:` and `folder:` mean in every combined table. `server:web-1` is met by any name or
 * address that holds it, `server:=web-1` by that very name; `server:` also knows a profile's id, for links from other
 * screens.
 */
export function serverFields<Row extends { readonly server: ServerProfile }>(): FieldTests<Row> {
  return {
    server: ({ server }, value) =>
      meets(server.name, value) ||
      meets(hostOf(server.url), value) ||
      server.id.toLowerCase() === value.replace(/^=/, ''),
    tag: ({ server }, value) => server.tags.some((tag) => meets(tag, value)),
    env: ({ server }, value) => begins(server.environment, value),
    folder: ({ server }, value) => meets(server.folder, value),
  }
}

/** What of the desk a filter can offer. */
export interface ServerWords {
  readonly servers: readonly ServerProfile[]
  readonly tags: readonly string[]
  readonly folders: readonly string[]
}

/** The values of the server's own fields; those that are never said wrong are names, which may be half typed. */
export function serverGuide(serverWords: ServerWords): FilterGuide {
  const environments = ['production', 'staging', 'development', 'none']
  return {
    server: { values: () => serverWords.servers.map(({ name }) => name) },
    tag: { values: () => serverWords.tags },
    env: { values: () => environments, isGood: (value) => environments.some((name) => begins(name, value)) },
    folder: { values: () => serverWords.folders },
  }
}

const saidYes = ['yes', 'true', 'on', '1']
const saidNo = ['no', 'false', 'off', '0']

/**
 * Whether `enabled:value` asks for rows that are, or that are not, by `holds`: `yes`, `true`, `on`, `1` or the
 * beginning of one against `no`, `false`, `off`, `0`. A word of neither, and `o` that begins both, asks for nothing and
 * no row meets it.
 */
export function isSaid(value: string, holds: boolean): boolean {
  const isAny = (words: readonly string[]) => words.some((word) => begins(word, value))
  const [yes, no] = [isAny(saidYes), isAny(saidNo)]
  return yes !== no && yes === holds
}

/** A field that is met or not. */
export const yesOrNo: FieldGuide = {
  values: () => ['yes', 'no'],
  isGood: (value) => [...saidYes, ...saidNo].some((word) => begins(word, value)),
}

/** The text of a filter that shows the rows of one server alone. */
export function serverQuery(name: string): string {
  return `server:${quoteValue(`=${name}`)}`
}
