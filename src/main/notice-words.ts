import type { Notice } from '../core/ports.ts'
import type { Location } from '../shared/model/location.ts'
import { fill, fillCount, type Words } from './words.ts'

/** A notification names at most this many servers. */
const maxNames = 3

/** The key of the title of each kind of notice about servers. */
const titles = {
  unreachable: 'unreachable',
  'reachable-again': 'reachableAgain',
  'certificate-changed': 'certificateChanged',
  'token-rejected': 'tokenRejected',
} as const satisfies Record<Exclude<Notice['kind'], 'run-finished'>, string>

interface PrintedNotice {
  readonly title: string
  readonly body: string
  /** The location that a click opens. */
  readonly location: Location
}

/** Returns a notice in words. */
export function printNotice(source: Notice, words: Words): PrintedNotice {
  const { notice } = words
  if (source.kind === 'run-finished') {
    return { title: notice.runFinished, body: fill(notice.runText, source), location: { screen: 'runs', query: {} } }
  }
  const { kind, servers } = source
  const [first] = servers
  const title = fillCount(words, notice, titles[kind], servers.length, { name: first?.name ?? '' })
  const advice = kind === 'certificate-changed' ? notice.certificateText : ''
  if (servers.length === 1 && first) {
    return { title, body: advice, location: { screen: 'servers', query: { server: first.id } } }
  }
  const names = servers
    .slice(0, maxNames)
    .map(({ name }) => name)
    .join(', ')
  const nameText =
    servers.length > maxNames ? fillCount(words, notice, 'names', servers.length - maxNames, { names }) : names
  return {
    title,
    body: advice === '' ? nameText : `${nameText}\n${advice}`,
    location: { screen: 'servers', query: {} },
  }
}
