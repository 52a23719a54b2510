import type { ServerProfile } from '../../shared/model/server.ts'
import type { FieldTests } from './filter.ts'

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
 * What `server:`, `tag:`, `env:` and `folder:` mean in every combined table. `server:web-1` is met by any name or address
 * that holds it, `server:=web-1` by that very name; `server:` also knows a profile's id, for links from other screens.
 */
export function serverFields<Row extends { readonly server: ServerProfile }>(): FieldTests<Row> {
  return {
    server: ({ server }, value) => meets(server.name, value) || meets(hostOf(server.url), value) || server.id.toLowerCase() === value.replace(/^=/, ''),
    tag: ({ server }, value) => server.tags.some((tag) => meets(tag, value)),
    env: ({ server }, value) => begins(server.environment, value),
    folder: ({ server }, value) => meets(server.folder, value),
  }
}

/** The text of a filter that shows the rows of one server alone. */
export function serverQuery(name: string): string {
  const word = `=${name.replaceAll('"', '')}`
  return /\s/.test(word) ? `server:"${word}"` : `server:${word}`
}
