import { normaliseList, parseIpList } from './ip/index.ts'

/**
 * The largest size of one IP set. A panel's list is changed with at most 1,000 entries, for one account and in a bulk
 * change alike. A larger set could be stored and never be used. The text has room for an address and a comment on each
 * line.
 */
export const ipSetBounds = { name: 80, note: 2000, networks: 1000, text: 100_000 } as const

/** Returns the key that compares set names. Case and the number of spaces between words make no difference. */
export function ipSetNameKey(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

/** Returns the name with the first free number after it, from ` (2)` on. `isTaken` gets keys from `ipSetNameKey`. */
export function freeIpSetName(name: string, isTaken: (key: string) => boolean): string {
  for (let number = 2; ; number += 1) {
    const end = ` (${number})`
    const free = `${name.slice(0, ipSetBounds.name - end.length).trimEnd()}${end}`
    if (!isTaken(ipSetNameKey(free))) return free
  }
}

/**
 * Reads the addresses of a set as `parseIpList` does. Returns them as normal CIDRs, sorted and without duplicates, and
 * the parts that cannot be read, with their lines. Never throws.
 */
export function readIpSet(text: string) {
  const { cidrs, problems } = parseIpList(text)
  return { networks: normaliseList(cidrs).entries, problems }
}
