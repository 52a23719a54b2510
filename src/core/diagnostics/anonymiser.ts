import { isIPv6 } from 'node:net'
import type { StoredServer } from '../storage/types.ts'

/** Removes from a report what identifies a person, a server or an address. */
export interface Anonymiser {
  text(value: string): string
  /** Replaces every text in JSON data. Field names come from the code and stay, unless they are not a plain word. */
  value(value: unknown): unknown
}

type NamedServer = Pick<StoredServer, 'id' | 'name' | 'url'>

const addressPlaceholder = '<address>'

/** Facts that hold an address. It is always replaced, because a server that was removed or has moved is in no list. */
const addressKeys = new Set(['host', 'hostname', 'url', 'address'])

/** Returns the words that may stand for a server in a text. */
function wordsOf({ id, name, url }: NamedServer): readonly string[] {
  const address = URL.canParse(url) ? [new URL(url).host, new URL(url).hostname] : []
  return [id, url, name, ...address].filter((word) => word.length >= 3)
}

/** Returns the user's folder as a path of this system, with slashes, and as it appears in a file URL. */
function homeForms(home: string): readonly string[] {
  const slashed = home.replaceAll('\\', '/')
  return [home, slashed, encodeURI(slashed)].filter((form) => form.length > 1)
}

/** Groups of an IPv6 address, perhaps with an IPv4 tail. Times and fingerprints look alike: `withoutIpv6` asks Node. */
const ipv6Shape = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,}(?:\.\d{1,3}){0,3}/gi

/** Replaces an IPv6 address. Node prints the port of a failed connection after a colon and without brackets. */
function withoutIpv6(found: string): string {
  if (isIPv6(found) || isIPv6(found.replace(/:\d+$/, ''))) return addressPlaceholder
  return found
}

/** Reduces a URL to the server that it leads to, because its path may name an account. */
const reduceUrl = (found: string): string => /^[^/]*\/\/(server-\d+)\b/.exec(found)?.[1] ?? addressPlaceholder

const shapes: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/\b(?:https?|wss?):\/\/[^\s"'<>]+/gi, reduceUrl],
  [/(?<=\bserver-\d+)\/[^\s"'<>]*/g, ''],
  [/(?<=\bgetaddrinfo \w+ )(?!server-\d)\S+/g, addressPlaceholder],
  // Node's messages about a certificate that is for another name.
  [/(?<=\b(?:DNS|Host|CN|IP Address): ?)(?!server-\d)[^\s,"']+/g, addressPlaceholder],
  [ipv6Shape, withoutIpv6],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, addressPlaceholder],
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g, '<mail>'],
]

/**
 * Creates an anonymiser. Servers become `server-N` by their position in the list, counted from 1, and `home` (this
 * user's folder) becomes `~`. URLs, IP and mail addresses are replaced, and other host names where a known message of
 * Node names one.
 */
export function createAnonymiser(servers: readonly NamedServer[], home: string): Anonymiser {
  const aliases = new Map([
    ...servers.flatMap((server, index) => wordsOf(server).map((word) => [word, `server-${index + 1}`] as const)),
    ...homeForms(home).map((form) => [form, '~'] as const),
  ])
  // Longest first, and all in one pass, because a server may be named "server".
  const longestFirst = [...aliases.keys()].toSorted((a, b) => b.length - a.length)
  const words = new RegExp(longestFirst.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g')

  const text = (from: string): string => {
    const named = aliases.size === 0 ? from : from.replace(words, (word) => aliases.get(word) ?? word)
    return shapes.reduce(
      (rest, [shape, replacement]) =>
        typeof replacement === 'string' ? rest.replace(shape, replacement) : rest.replace(shape, replacement),
      named,
    )
  }
  const aliasIn = (from: string): string => /\bserver-\d+\b/.exec(text(from))?.[0] ?? addressPlaceholder
  const field = ([key, item]: readonly [string, unknown]): readonly [string, unknown] =>
    typeof item === 'string' && addressKeys.has(key)
      ? [key, aliasIn(item)]
      : [/^[a-z_]+$/i.test(key) ? key : text(key), value(item)]

  function value(from: unknown): unknown {
    if (typeof from === 'string') return text(from)
    if (Array.isArray(from)) return from.map(value)
    if (from === null || typeof from !== 'object') return from
    return Object.fromEntries(Object.entries(from).map(field))
  }
  return { text, value }
}
