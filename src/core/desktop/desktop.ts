import type { Health } from '../../shared/model/inventory.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Subscribe } from '../events.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Clock, Notifier } from '../ports.ts'
import type { Storage } from '../storage/types.ts'
import { createHealthWatch, createNotices } from './notices.ts'
import { createWorkStatus, type Progress, type WorkStatus } from './work.ts'

/** What a desktop shell shows outside the page. */
export interface DesktopState {
  readonly settings: Pick<Settings, 'theme' | 'language' | 'tray' | 'lookForUpdates'>
  readonly work: ReturnType<WorkStatus['current']>
  /** The servers, in the user's order. */
  readonly servers: readonly { readonly id: string; readonly name: string; readonly health: Health }[]
}

export interface DesktopView {
  state(): DesktopState
  /** Calls the listener whenever the state may have changed. Returns the function that unsubscribes. */
  onChange(listener: () => void): () => void
}

/** Gives a shell the state that it shows outside the page, and sends the notifications. */
export interface Desktop {
  readonly view: DesktopView
  /** Receives the progress of a run: updates the taskbar, and sends a notification when the run has ended. */
  runProgressed(progress: Progress): void
  close(): void
}

export function createDesktop(deps: {
  readonly storage: Pick<Storage, 'servers' | 'settings'>
  readonly inventory: Pick<Inventory, 'statuses'>
  readonly subscribe: Subscribe
  readonly clock: Pick<Clock, 'after'>
  readonly notifier: Notifier | undefined
}): Desktop {
  const { storage, inventory, subscribe } = deps
  const work = createWorkStatus()
  const noticeKindFor = createHealthWatch()
  const notices = createNotices({ ...deps, settings: () => storage.settings.get() })
  const listeners = new Set<() => void>()
  const changed = () => listeners.forEach((listener) => listener())

  subscribe('servers.changed', changed)
  subscribe('settings.changed', changed)
  subscribe('inventory.statusChanged', (status) => {
    const kind = noticeKindFor(status)
    const server = kind === null ? null : storage.servers.get(status.serverId)
    if (kind !== null && server) notices.server(kind, { id: server.id, name: server.name })
    changed()
  })

  return {
    view: {
      state() {
        const { theme, language, tray, lookForUpdates } = storage.settings.get()
        const healthOf = new Map(inventory.statuses().map(({ serverId, health }) => [serverId, health]))
        const servers = storage.servers
          .list()
          .map(({ id, name }) => ({ id, name, health: healthOf.get(id) ?? 'never-read' }))
        return { settings: { theme, language, tray, lookForUpdates }, work: work.current(), servers }
      },
      onChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    runProgressed(progress) {
      const { runId, done, failed } = progress
      if (work.record(progress)) notices.runFinished({ kind: 'run-finished', runId, done, failed })
      changed()
    },
    close() {
      notices.close()
      listeners.clear()
    },
  }
}
