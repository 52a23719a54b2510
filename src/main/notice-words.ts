import type { Notice } from '../core/ports.ts'
import type { Place } from '../shared/model/place.ts'
import { fill, words } from './words.ts'

/** How many names stand in one notification. */
const named = 3
const { notice: text } = words

const titles = {
  unreachable: [text.unreachable, text.unreachableMany],
  'reachable-again': [text.reachableAgain, text.reachableAgainMany],
  'certificate-changed': [text.certificateChanged, text.certificateChangedMany],
  'token-rejected': [text.tokenRejected, text.tokenRejectedMany],
} as const

export interface PrintedNotice {
  readonly title: string
  readonly body: string
  /** Where a click leads. */
  readonly place: Place
}

/** A notice in words. */
export function printNotice(notice: Notice): PrintedNotice {
  if (notice.kind === 'run-finished') {
    return { title: text.runFinished, body: fill(text.runText, notice), place: { screen: 'runs', query: {} } }
  }
  const { kind, servers } = notice
  const [first] = servers
  const [one, many] = titles[kind]
  const care = kind === 'certificate-changed' ? text.certificateText : ''
  if (servers.length === 1 && first) {
    return { title: fill(one, first), body: care, place: { screen: 'servers', query: { server: first.id } } }
  }
  const names = servers.slice(0, named).map(({ name }) => name).join(', ')
  const who = servers.length > named ? fill(text.names, { names, n: servers.length - named }) : names
  return { title: fill(many, { n: servers.length }), body: care === '' ? who : `${who}\n${care}`, place: { screen: 'servers', query: {} } }
}
