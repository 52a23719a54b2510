import { readFileSync } from 'node:fs'
import { chmod, cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createDemoPanel, type DemoPanelServer } from '../../src/demo/panel.ts'
import type { PanelTraits } from '../../src/demo/traits.ts'
import type { PanelState } from '../../src/demo/state.ts'
import recorded from '../fixtures/data-folder-0.1.0/expected.json' with { type: 'json' }
import type { TestApp } from '../kit/app.ts'

type OldAction = (typeof recorded.told)['runs' | 'savedPlans'][number]['action']

/** Returns an action as it is called today. That version had three actions for the edits of accounts. */
function renamed(action: OldAction): object {
  if (action.type === 'ftp.enabled' && 'enabled' in action)
    return { type: 'ftp.edit', patch: { enabled: action.enabled } }
  if (action.type === 'ftp.settings' && 'patch' in action) return { type: 'ftp.edit', patch: action.patch }
  const { type, ...ips } = action
  return type === 'ftp.allowedIps' ? { type: 'ftp.edit', patch: { ips } } : action
}

const savedPlans = recorded.told.savedPlans.map((plan) => ({ ...plan, action: renamed(plan.action) }))
const runs = recorded.told.runs.map((run) => ({
  ...run,
  action: renamed(run.action),
  items: run.items.map(({ place, ...item }) => ({ ...item, index: place })),
}))

const runIds = new Set(runs.map(({ id }) => id))
/** That version noted a run once for each server. Now each changed row has an entry, so these notes are gone. */
const activity = recorded.told.activity
  .filter(({ action, after }) => action !== 'bulk.start' || !runIds.has(String(Reflect.get(Object(after), 'runId'))))
  .map(({ id: _, ...entry }) => entry)

/**
 * Test data of the data folder of version 0.1.0 in test/fixtures: copies of the folder, its panels and its expected
 * content. That version stored the index of an item as its place.
 */
export const expected = { ...recorded, told: { ...recorded.told, savedPlans, runs, activity } }

const fixtureDir = join(import.meta.dirname, '..', 'fixtures', 'data-folder-0.1.0')

/** Reads a file that this version has exported. */
export const exported = (name: string): string => readFileSync(join(fixtureDir, 'exported', name), 'utf8')

/** Sets the clock to one hour after the folder was recorded, whatever this machine's clock says. */
export const clockAheadMs = expected.recordedAtMs + 3_600_000 - Date.now()
export const nowMs = (): number => Date.now() + clockAheadMs

/** Copies the folder to `dir` with the file modes that the app sets, because git does not keep them. */
export async function copyOldFolder(dir: string): Promise<void> {
  await cp(join(fixtureDir, 'data'), dir, { recursive: true })
  await chmod(dir, 0o700)
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
  }
}

export type Dump = Readonly<Record<string, readonly unknown[]>>

/** Reads all rows of a database file, table by table. */
export function dumpOf(path: string): Dump {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`).all()
    return Object.fromEntries(
      tables.map(({ name }) => [String(name), db.prepare(`SELECT * FROM ${String(name)} ORDER BY rowid`).all()]),
    )
  } finally {
    db.close()
  }
}

interface OldPanel {
  readonly name: string
  readonly url: string
  readonly token: string
  readonly traits: Partial<PanelTraits>
  readonly state: PanelState
}

/**
 * Starts the panels as they were when the app was killed, on free ports and with new certificates, and writes their new
 * addresses into the copy in `dir`. A run treats a server with another address as another server, so the run's head is
 * changed too.
 */
export async function startOldPanels(dir: string): Promise<readonly DemoPanelServer[]> {
  const panels = JSON.parse(readFileSync(join(fixtureDir, 'panels.json'), 'utf8')) as readonly OldPanel[]
  const started = await Promise.all(
    panels.map(({ name, token, traits, state }) =>
      createDemoPanel({ name, token, traits, state, now: nowMs, rateLimit: { limit: 10_000 } }),
    ),
  )
  const db = new DatabaseSync(join(dir, 'wisdeck.db'))
  for (const [at, { url }] of panels.entries()) {
    const addresses = [url, started[at]!.url] as const
    db.prepare('UPDATE servers SET profile = replace(profile, ?, ?)').run(...addresses)
    db.prepare('UPDATE runs SET head = replace(head, ?, ?)').run(...addresses)
  }
  db.close()
  return started
}

/** Reads all that the app reports about its data, in the shape of `told` in expected.json. Omits later backups. */
export async function readReport(app: TestApp) {
  const backups = await app.call('data.backups', {})
  const runs = await app.call('bulk.runs', {})
  const statuses = await app.call('inventory.statuses', {})
  const itemsOf = async (runId: string) => (await app.call('bulk.runItems', { runId, limit: 1000 })).items
  return {
    servers: await app.call('servers.list', {}),
    settings: await app.call('settings.get', {}),
    views: await app.call('views.list', {}),
    ipSets: await app.call('ipSets.list', {}),
    savedPlans: await app.call('bulk.savedPlans', {}),
    notes: await app.call('cron.notes', {}),
    statuses: statuses.map(({ kinds, ...status }) => ({ ...status, ...kinds })),
    backups: backups.filter(({ name }) => expected.told.backups.some((known) => known.name === name)),
    ftp: await app.call('rows.list', { kind: 'ftp' }),
    cron: await app.call('rows.list', { kind: 'cron' }),
    activity: (await app.call('activity.list', { limit: 1000 })).filter(({ runId }) => runId === null),
    runs: await Promise.all(runs.map(async (run) => ({ ...run, items: await itemsOf(run.id) }))),
  }
}

/** The data that a backup or an export restores: all but the backups themselves and what a panel reports again. */
const { backups: _backups, statuses: _statuses, ftp: _ftp, cron: _cron, ...restorable } = expected.told
export { restorable }
