import type { Notice } from '../core/ports.ts'
import type { Place } from '../shared/model/place.ts'
import { fill, type Words } from './words.ts'

/** How many names stand in one notification. */
const named = 3

type ServerKind = Exclude<Notice['kind'], 'run-finished'>

/** What is said of one server, and of many. */
const titles = (notice: Words['notice']): Readonly<Record<ServerKind, readonly [one: string, many: string]>> => ({
  unreachable: [notice.unreachable, notice.unreachableMany],
  'reachable-again': [notice.reachableAgain, notice.reachableAgainMany],
  'certificate-changed': [notice.certificateChanged, notice.certificateChangedMany],
  'token-rejected': [notice.tokenRejected, notice.tokenRejectedMany],
})

export interface PrintedNotice {
  readonly title: string
  readonly body: string
  /** Where a click leads. */
  readonly place: Place
}

/** A notice in notice. */
export function printNotice(told: Notice, { notice }: Words): PrintedNotice {
  if (told.kind === 'run-finished') {
    return { title: notice.runFinished, body: fill(notice.runText, told), place: { screen: 'runs', query: {} } }
  }
  const { kind, servers } = told
  const [first] = servers
  const [one, many] = titles(notice)[kind]
  const care = kind === 'certificate-changed' ? notice.certificateText : ''
  if (servers.length === 1 && first) {
    return { title: fill(one, first), body: care, place: { screen: 'servers', query: { server: first.id } } }
  }
  const names = servers
    .slice(0, named)
    .map(({ name }) => name)
    .join(', ')
  const who = servers.length > named ? fill(notice.names, { names, n: servers.length - named }) : names
  return {
    title: fill(many, { n: servers.length }),
    body: care === '' ? who : `${who}\n${care}`,
    place: { screen: 'servers', query: {} },
  }
}
