import { readFileSync } from 'node:fs'
import { chmod, cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createDemoPanel, type DemoPanelServer } from '../../src/demo/panel.ts'
import type { PanelTraits } from '../../src/demo/route.ts'
import type { PanelState } from '../../src/demo/state.ts'
import recorded from '../fixtures/data-folder-0.1.0/expected.json' with { type: 'json' }
import type { TestApp } from '../kit/app.ts'

const runs = recorded.told.runs.map((run) => ({
  ...run,
  items: run.items.map(({ place, ...item }) => ({ ...item, index: place })),
}))

/**
 * The data folder of version 0.1.0 in test/fixtures: copies of it, its panels, and what must be found in it. That
 * version called the index of an item its place.
 */
export const expected = { ...recorded, told: { ...recorded.told, runs } }

const home = join(import.meta.dirname, '..', 'fixtures', 'data-folder-0.1.0')

/** The text of a file that this version has exported. */
export const exported = (name: string): string => readFileSync(join(home, 'exported', name), 'utf8')

/** An hour after the folder was left, whatever the clock of this machine says. */
export const aheadMs = expected.recordedAtMs + 3_600_000 - Date.now()
export const nowMs = (): number => Date.now() + aheadMs

/** Copies the folder to `dir` with the modes that the app gave it, which git does not keep. */
export async function copyOldFolder(dir: string): Promise<void> {
  await cp(join(home, 'data'), dir, { recursive: true })
  await chmod(dir, 0o700)
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600)
  }
}

export type Dump = Readonly<Record<string, readonly unknown[]>>

/** All rows of a database file, table by table. */
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
 * Starts the panels as they were at the kill, on free ports and with new certificates, and writes their new addresses
 * into the copy in `dir`. A run treats a server with another address as another server, so its head changes too.
 */
export async function startOldPanels(dir: string): Promise<readonly DemoPanelServer[]> {
  const panels = JSON.parse(readFileSync(join(home, 'panels.json'), 'utf8')) as readonly OldPanel[]
  const started = await Promise.all(
    panels.map(({ name, token, traits, state }) =>
      createDemoPanel({ name, token, traits, state, now: nowMs, rateLimit: { limit: 10_000 } }),
    ),
  )
  const db = new DatabaseSync(join(dir, 'wisdeck.db'))
  for (const [at, { url }] of panels.entries()) {
    const swap = [url, started[at]!.url] as const
    db.prepare('UPDATE servers SET profile = replace(profile, ?, ?)').run(...swap)
    db.prepare('UPDATE runs SET head = replace(head, ?, ?)').run(...swap)
  }
  db.close()
  return started
}

/** Everything that the app tells of its data, as `told` in expected.json. Backups that were made since are left out. */
export async function toldBy(app: TestApp) {
  const backups = await app.call('data.backups', {})
  const runs = await app.call('bulk.runs', {})
  const itemsOf = async (runId: string) => (await app.call('bulk.runItems', { runId, limit: 1000 })).items
  return {
    servers: await app.call('servers.list', {}),
    settings: await app.call('settings.get', {}),
    views: await app.call('views.list', {}),
    ipSets: await app.call('ipSets.list', {}),
    savedPlans: await app.call('bulk.savedPlans', {}),
    notes: await app.call('cron.notes', {}),
    statuses: await app.call('inventory.statuses', {}),
    backups: backups.filter(({ name }) => expected.told.backups.some((known) => known.name === name)),
    ftp: await app.call('ftp.list', {}),
    cron: await app.call('cron.list', {}),
    activity: await app.call('activity.list', { limit: 1000 }),
    runs: await Promise.all(runs.map(async (run) => ({ ...run, items: await itemsOf(run.id) }))),
  }
}

/** What comes back out of a backup or an export: all but the backups themselves and what a panel tells again. */
const { backups: _backups, statuses: _statuses, ftp: _ftp, cron: _cron, ...lasting } = expected.told
export { lasting }
