import type { ActivityEntry } from '../../shared/model/activity.ts'
import type { RunProgress } from '../../shared/model/run.ts'
import { onEvent } from '../api/client.ts'
import { useActivityStore } from './activity.ts'
import { useAppInfoStore } from './app-info.ts'
import { useBudgetsStore } from './budgets.ts'
import { useChangeDaysStore } from './change-days.ts'
import { useBulkStore } from './bulk.ts'
import { useChangesStore } from './changes.ts'
import { useServersStore } from './servers.ts'
import { useInventoryStore } from './inventory.ts'
import { useIpSetsStore } from './ip-sets.ts'
import { useNotesStore } from './notes.ts'
import { hasEnded, useRunsStore } from './runs.ts'
import { useSettingsStore } from './settings.ts'
import { useVaultStore } from './vault.ts'
import { useViewsStore } from './views.ts'

function entryAdded(entry: ActivityEntry, seq: number): void {
  useActivityStore().changed()
  useChangeDaysStore().arrived(entry, seq)
  if (entry.undoOf !== null) reloadNotes()
}

/** Reads the notes on jobs again, if they were read before. An undo can change them, and they have no event. */
function reloadNotes(): void {
  const notes = useNotesStore()
  if (notes.loaded) void notes.load()
}

/** What a run changes here without events of its own: its entries, and the notes of jobs that an undo creates again. */
function runProgressed({ run }: RunProgress): void {
  useActivityStore().changed()
  if (hasEnded(run)) useChangeDaysStore().refresh()
  if (run.undoOf !== null && run.endedAtMs !== null) reloadNotes()
}

/**
 * Connects the stores to core: every event goes to the store that holds its data. `load` reads that data at the start,
 * and again after the connection to core was lost or core has replaced all data. It reads the activity, the changes per
 * day and the notes only if a screen has read them before. `stop` ends the subscriptions.
 */
export function subscribeStores(): { load(): Promise<void>; stop(): void } {
  const serversStore = useServersStore()
  const inventory = useInventoryStore()
  const settings = useSettingsStore()
  const vault = useVaultStore()
  const budgets = useBudgetsStore()
  const activity = useActivityStore()
  const changeDays = useChangeDaysStore()
  const info = useAppInfoStore()
  const views = useViewsStore()
  const ipSets = useIpSetsStore()
  const bulk = useBulkStore()
  const runs = useRunsStore()
  const changes = useChangesStore()
  const notes = useNotesStore()

  async function load(): Promise<void> {
    changes.load()
    await Promise.all([
      ...(activity.loaded ? [activity.load()] : []),
      ...(changeDays.days ? [changeDays.load(Date.now())] : []),
      ...(notes.loaded ? [notes.load()] : []),
      serversStore.load(),
      inventory.load(),
      settings.load(),
      vault.load(),
      budgets.load(),
      info.load(),
      views.load(),
      ipSets.load(),
      runs.load(),
    ])
  }

  const stops = [
    onEvent('servers.changed', serversStore.replace),
    onEvent('servers.changed', () => void info.load()),
    onEvent('inventory.sliceChanged', inventory.sliceArrived),
    onEvent('inventory.statusChanged', inventory.statusArrived),
    onEvent('settings.changed', settings.replace),
    onEvent('vault.changed', vault.replace),
    onEvent('budget.changed', budgets.arrived),
    onEvent('views.changed', views.replace),
    onEvent('ipSets.changed', ipSets.replace),
    onEvent('activity.added', entryAdded),
    onEvent('activity.erased', activity.changed),
    onEvent('bulk.planning', bulk.planningArrived),
    onEvent('bulk.progress', runs.arrived),
    onEvent('bulk.progress', changes.progressed),
    onEvent('data.unstored', info.unstoredArrived),
    onEvent('bulk.progress', runProgressed),
    onEvent('data.replaced', () => void load()),
  ]
  return {
    load,
    stop: () => stops.forEach((stop) => stop()),
  }
}
