import type { DesktopState } from '../core/desktop/desktop.ts'
import { fill, fillCount, type Words } from './words.ts'

/** The tray menu lists at most this many servers, because a system menu is not suited for long lists. */
const maxServers = 20
const healthyStates: ReadonlySet<string> = new Set(['ok', 'never-read'])

export interface TrayLines {
  readonly tooltip: string
  readonly servers: readonly { readonly id: string; readonly label: string }[]
  /** How many servers are left out, in words. Null if there are none. */
  readonly more: string | null
}

/** Returns the texts of the tray: servers in trouble first, then the others, each in the user's order. */
export function trayLines({ servers, work }: Pick<DesktopState, 'servers' | 'work'>, words: Words): TrayLines {
  const { tray, health: healthWords } = words
  const troubled = servers.filter(({ health }) => !healthyStates.has(health))
  const ordered = [...troubled, ...servers.filter(({ health }) => healthyStates.has(health))]
  const state =
    troubled.length > 0
      ? fillCount(words, tray, 'trouble', troubled.length)
      : fillCount(words, tray, 'calm', servers.length)
  return {
    tooltip: work ? fill(tray.working, work) : state,
    servers: ordered
      .slice(0, maxServers)
      .map(({ id, name, health }) => ({ id, label: fill(tray.server, { name, health: healthWords[health] }) })),
    more: ordered.length > maxServers ? fillCount(words, tray, 'more', ordered.length - maxServers) : null,
  }
}
