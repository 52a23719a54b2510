import type { Notice } from '../core/ports.ts'
import type { Location } from '../shared/model/location.ts'
import { fill, fillCount, type Words } from './words.ts'

/** The number of names in one notification. */
const named = 3

/** The key of the title of each kind of notice about servers. */
const titles = {
  unreachable: 'unreachable',
  'reachable-again': 'reachableAgain',
  'certificate-changed': 'certificateChanged',
  'token-rejected': 'tokenRejected',
} as const satisfies Record<Exclude<Notice['kind'], 'run-finished'>, string>

export interface PrintedNotice {
  readonly title: string
  readonly body: string
  /** The location that a click opens. */
  readonly location: Location
}

/** Returns a notice in words. */
export function printNotice(reported: Notice, words: Words): PrintedNotice {
  const { notice } = words
  if (reported.kind === 'run-finished') {
    return { title: notice.runFinished, body: fill(notice.runText, reported), location: { screen: 'runs', query: {} } }
  }
  const { kind, servers } = reported
  const [first] = servers
  const title = fillCount(words, notice, titles[kind], servers.length, { name: first?.name ?? '' })
  const care = kind === 'certificate-changed' ? notice.certificateText : ''
  if (servers.length === 1 && first) {
    return { title, body: care, location: { screen: 'servers', query: { server: first.id } } }
  }
  const names = servers
    .slice(0, named)
    .map(({ name }) => name)
    .join(', ')
  const who = servers.length > named ? fillCount(words, notice, 'names', servers.length - named, { names }) : names
  return { title, body: care === '' ? who : `${who}\n${care}`, location: { screen: 'servers', query: {} } }
}
