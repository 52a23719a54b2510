import type { Health, ServerStatus } from '../../shared/model/inventory.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Clock, Notice, Notifier } from '../ports.ts'

type ServerNotice = Extract<Notice, { servers: unknown }>
type ServerNoticeKind = ServerNotice['kind']

/** How long notices about servers are collected: a network failure affects all servers, and one notice is enough. */
const collectMs = 5_000

/** The setting that switches each kind of notice. `reachable-again` shares the setting of `unreachable`. */
const settingOf: Readonly<Record<Notice['kind'], keyof Settings>> = {
  'run-finished': 'notifyRun',
  unreachable: 'notifyUnreachable',
  'reachable-again': 'notifyUnreachable',
  'certificate-changed': 'notifyCertificate',
  'token-rejected': 'notifyToken',
}

const noticeOf: Partial<Readonly<Record<Health, ServerNoticeKind>>> = {
  unreachable: 'unreachable',
  'certificate-changed': 'certificate-changed',
  'token-rejected': 'token-rejected',
}

/**
 * Returns a function that decides which change of a server's health is worth a notification. The first known health of
 * a server is not, because at a start the page shows what is wrong. A status is ignored while its server is being read.
 */
export function createHealthWatch(): (status: ServerStatus) => ServerNoticeKind | null {
  const lastHealth = new Map<string, Health>()
  return ({ serverId, health, refreshing }) => {
    if (refreshing || health === 'never-read') return null
    const before = lastHealth.get(serverId)
    lastHealth.set(serverId, health)
    if (before === undefined || before === health) return null
    return noticeOf[health] ?? (before === 'unreachable' && health === 'ok' ? 'reachable-again' : null)
  }
}

/** Sends the notices that the user has switched on: those about servers collected by kind, the end of a run at once. */
interface Notices {
  server(kind: ServerNoticeKind, server: ServerNotice['servers'][number]): void
  runFinished(notice: Extract<Notice, { kind: 'run-finished' }>): void
  close(): void
}

export function createNotices(deps: {
  readonly notifier: Notifier | undefined
  readonly settings: () => Settings
  readonly clock: Pick<Clock, 'after'>
}): Notices {
  const collected = new Map<ServerNoticeKind, Map<string, ServerNotice['servers'][number]>>()
  let cancel = () => {}
  const send = (notice: Notice) => {
    if (deps.settings()[settingOf[notice.kind]] === true) deps.notifier?.notify(notice)
  }
  const sendAll = () => {
    const due = [...collected]
    collected.clear()
    for (const [kind, servers] of due) if (servers.size > 0) send({ kind, servers: [...servers.values()] })
  }
  return {
    server(kind, server) {
      if (collected.size === 0) cancel = deps.clock.after(collectMs, sendAll)
      // Do not report a server that was unreachable for a few seconds only.
      if (kind === 'reachable-again' && collected.get('unreachable')?.delete(server.id)) return
      collected.set(kind, (collected.get(kind) ?? new Map()).set(server.id, server))
    },
    runFinished: send,
    close: () => cancel(),
  }
}
