import { isIPv6 } from 'node:net'
import type { StoredServer } from '../storage/types.ts'

/** Takes out of a report what names a person, a server or an address. */
export interface Anonymiser {
  text(value: string): string
  /**
   * JSON data with every text in it replaced. Field names are the code's own and stay, unless they are no plain word.
   */
  value(value: unknown): unknown
}

type Named = Pick<StoredServer, 'id' | 'name' | 'url'>

const instead = '<address>'

/** Facts that hold where a server is: one that was removed or has moved since is in no list. */
const placeKeys = new Set(['host', 'hostname', 'url', 'address'])

/** What a server may be called by. */
function wordsOf({ id, name, url }: Named): readonly string[] {
  const address = URL.canParse(url) ? [new URL(url).host, new URL(url).hostname] : []
  return [id, url, name, ...address].filter((word) => word.length >= 3)
}

/** The user's folder as a path of this system, with slashes, and as it stands in the address of a file. */
function homeForms(home: string): readonly string[] {
  const slashed = home.replaceAll('\\', '/')
  return [home, slashed, encodeURI(slashed)].filter((form) => form.length > 1)
}

/** Groups of an IPv6 address, perhaps with an IPv4 tail. Times and fingerprints look alike: `withoutIpv6` asks Node. */
const ipv6Shape = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,}(?:\.\d{1,3}){0,3}/gi

/** Node prints the port of a failed connection after a colon and without brackets. */
function withoutIpv6(found: string): string {
  if (isIPv6(found) || isIPv6(found.replace(/:\d+$/, ''))) return instead
  return found
}

/** An address is reduced to the server that it leads to; its path may name an account. */
const withoutPlace = (found: string): string => /^[^/]*\/\/(server-\d+)\b/.exec(found)?.[1] ?? instead

const shapes: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/\b(?:https?|wss?):\/\/[^\s"'<>]+/gi, withoutPlace],
  [/(?<=\bserver-\d+)\/[^\s"'<>]*/g, ''],
  [/(?<=\bgetaddrinfo \w+ )(?!server-\d)\S+/g, instead],
  // What Node says of a certificate that is another name's.
  [/(?<=\b(?:DNS|Host|CN|IP Address): ?)(?!server-\d)[^\s,"']+/g, instead],
  [ipv6Shape, withoutIpv6],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, instead],
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g, '<mail>'],
]

/**
 * Servers become `server-N` by their place in the list, `home` (this user's folder) becomes `~`, and all that looks
 * like an address of a host, of the network or of a person goes.
 */
export function createAnonymiser(servers: readonly Named[], home: string): Anonymiser {
  const aliases = new Map([
    ...servers.flatMap((server, index) => wordsOf(server).map((word) => [word, `server-${index + 1}`] as const)),
    ...homeForms(home).map((form) => [form, '~'] as const),
  ])
  // Longest first, and all at once: a server may be called "server".
  const longestFirst = [...aliases.keys()].toSorted((a, b) => b.length - a.length)
  const words = new RegExp(longestFirst.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g')

  const text = (from: string): string => {
    const named = aliases.size === 0 ? from : from.replace(words, (word) => aliases.get(word) ?? word)
    return shapes.reduce(
      (rest, [shape, put]) => (typeof put === 'string' ? rest.replace(shape, put) : rest.replace(shape, put)),
      named,
    )
  }
  const place = (from: string): string => /\bserver-\d+\b/.exec(text(from))?.[0] ?? instead
  const field = ([key, item]: readonly [string, unknown]): readonly [string, unknown] =>
    typeof item === 'string' && placeKeys.has(key)
      ? [key, place(item)]
      : [/^[a-z_]+$/i.test(key) ? key : text(key), value(item)]

  function value(from: unknown): unknown {
    if (typeof from === 'string') return text(from)
    if (Array.isArray(from)) return from.map(value)
    if (from === null || typeof from !== 'object') return from
    return Object.fromEntries(Object.entries(from).map(field))
  }
  return { text, value }
}
