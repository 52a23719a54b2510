import type { Health } from '../../shared/model/inventory.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Subscribe } from '../events.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Clock, Notifier } from '../ports.ts'
import type { Storage } from '../storage/types.ts'
import { createHealthWatch, createNotices } from './notices.ts'

/** How far a run is, for display outside the page. */
interface Progress {
  readonly runId: string
  /** False while nothing is sent: the run is paused, waits for the user, or is over. */
  readonly working: boolean
  /** True if the run has finished or was cancelled. */
  readonly over: boolean
  readonly done: number
  readonly failed: number
  readonly total: number
}

/** Creates the status of all runs: whether one is working, and how far it is. Several runs at once count as one. */
function createWorkStatus() {
  const runs = new Map<string, Progress>()
  return {
    /** Null while no run is working. `fraction` is from 0 to 1. Failed items count as done. */
    current() {
      if (runs.size === 0) return null
      const sum = (countOf: (progress: Progress) => number) =>
        [...runs.values()].reduce((subtotal, progress) => subtotal + countOf(progress), 0)
      const [done, total] = [sum((run) => run.done + run.failed), sum((run) => run.total)]
      return { done, total, fraction: total === 0 ? 0 : Math.min(1, done / total) }
    },
    /** Records a step of a run. A run that stops working is forgotten. Returns true if one that was working is over. */
    record(progress: Progress): boolean {
      if (!progress.working) return runs.delete(progress.runId) && progress.over
      runs.set(progress.runId, progress)
      return false
    },
  }
}

/** What a desktop shell shows outside the page. */
export interface DesktopState {
  readonly settings: Pick<Settings, 'theme' | 'language' | 'tray' | 'lookForUpdates'>
  readonly work: ReturnType<ReturnType<typeof createWorkStatus>['current']>
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
