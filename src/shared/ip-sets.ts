import { normaliseList, parseIpList, type PasteProblem } from './ip/index.ts'

/**
 * How large one IP set may be. A panel's list is changed with at most 1,000 entries, for one account and in a bulk
 * change alike, so that a larger set could be kept and never be used. The text has room for an address and a comment on
 * each line.
 */
export const ipSetBounds = { name: 80, note: 2000, networks: 1000, text: 100_000 } as const

/** What two names of sets are told apart by: neither capitals nor the spaces between words. */
export function ipSetNameKey(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
}

/**
 * The name with the first number behind it that is not taken; `isTaken` is asked with keys as `ipSetNameKey` makes
 * them.
 */
export function freeIpSetName(name: string, isTaken: (key: string) => boolean): string {
  for (let number = 2; ; number += 1) {
    const end = ` (${number})`
    const free = `${name.slice(0, ipSetBounds.name - end.length).trimEnd()}${end}`
    if (!isTaken(ipSetNameKey(free))) return free
  }
}

export interface ReadSet {
  /** Normal CIDRs, each once, sorted. */
  readonly networks: readonly string[]
  /** What cannot be read, with its line. */
  readonly problems: readonly PasteProblem[]
}

/** What the addresses of a set mean, as `parseIpList` reads them. Never throws. */
export function readIpSet(text: string): ReadSet {
  const { cidrs, problems } = parseIpList(text)
  return { networks: normaliseList(cidrs).entries, problems }
}
