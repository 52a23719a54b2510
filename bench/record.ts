import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { ensureEntryText } from '../src/core/storage/entry-text.ts'
import { openStorage } from '../src/core/storage/storage.ts'
import type { Storage } from '../src/core/storage/types.ts'
import type { ActivityFilter } from '../src/shared/model/activity.ts'

/**
 * Fills a record with a million entries of 500 servers, most of them in runs of 377 rows, and measures what the
 * Activity screen asks for: the first page of lines and of entries for each filter, the chart, an erasure, and the start
 * of the app. Each figure is the median of three, in ms, in one process.
 */
const usage = 'npm run bench:record -- [--json] [--entries 1000000] [--runs-of 377]'
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    entries: { type: 'string', default: '1000000' },
    'runs-of': { type: 'string', default: '377' },
  },
})
const [count, runsOf] = [Number(values.entries), Number(values['runs-of'])]
if (![count, runsOf].every(Number.isInteger) || count < 10_000 || runsOf < 1) throw new RangeError(usage)

const log = { debug() {}, info() {}, warn() {}, error() {}, guard() {} }
const dataDir = mkdtempSync(join(tmpdir(), 'wisdeck-bench-record-'))
const startMs = Date.UTC(2025, 0, 1)
const open = (): Storage => openStorage({ dataDir, nowMs: Date.now, log })

const serverName = (server: number) => `web-${server}.example.com`
const username = (row: number) => `client${row % 500}_site${row % 20_000}`

/** Inserts the entries as runs and single changes would have left them. One in ten thousand is of a rare sort. */
function fill(db: DatabaseSync): void {
  const insert = db.prepare(`INSERT INTO entries (id, at_ms, actor, actor_name, reason, server_id, server_name, kind,
    row_key, subject, action, op, before, after, result, run_id, item_index, undo, group_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  let headId = 0
  db.exec('BEGIN')
  for (let id = 1; id <= count; id += 1) {
    const isSingle = id % (runsOf * 5) < runsOf
    const isHead = !isSingle && id % runsOf === 0
    if (isHead) headId = id
    const rare = id % 10_000 === 5_000
    const server = id % 500
    const kind = rare ? 'cron' : 'ftp'
    const address = `203.0.${id % 251}.${id % 253}`
    const runId = isSingle || headId === 0 ? null : `run-${headId}`
    const row = isHead
      ? [
          null,
          null,
          null,
          null,
          'Office move',
          'bulk.start',
          null,
          null,
          '{"type":"ftp.allowedIps","name":"Office move"}',
          null,
        ]
      : [
          `s${server}`,
          serverName(server),
          kind,
          `s${server}/${kind}/${username(id)}`,
          username(id),
          `${kind}.update`,
          rare ? 'password' : 'update',
          JSON.stringify({ allowedIps: ['10.0.0.0/8', address] }),
          JSON.stringify({ allowedIps: ['10.0.0.0/8', address, '198.51.100.24/32'] }),
          rare ? 'unknown' : id % 50 === 0 ? 'failed' : 'done',
        ]
    const [serverId, name, rowKind, key, subject, action, op, before, after, result] = row
    const person = rare ? 'Bo Nguyễn' : null
    const reason = isHead ? `Ticket ${id}` : null
    const who = [startMs + id * 30_000, 'ana', person, reason] as const
    const inRun = [
      runId,
      runId === null || isHead ? null : id - headId,
      'full',
      runId === null || isHead ? null : headId,
    ]
    insert.run(id, ...who, serverId!, name!, rowKind!, key!, subject!, action!, op!, before!, after!, result!, ...inRun)
  }
  db.exec('COMMIT')
}

const ms = (startedMs: number) => Math.round((performance.now() - startedMs) * 10) / 10
function timed<T>(work: () => T): { readonly ms: number; readonly value: T } {
  const startedMs = performance.now()
  const value = work()
  return { ms: ms(startedMs), value }
}
function median(work: () => unknown): number {
  const laps = [1, 2, 3].map(() => timed(work).ms)
  return laps.toSorted((a, b) => a - b)[1] ?? 0
}

/** Erases a server step by step, as the app does. The app answers other calls between two steps. */
function eraseServer(id: string) {
  const { step } = storage.record.erase([id])
  const steps: number[] = []
  for (let isMore = true; isMore;) {
    const { ms: tookMs, value } = timed(step)
    steps.push(tookMs)
    isMore = value
  }
  return {
    eraseMs: Math.round(steps.reduce((sum, each) => sum + each, 0)),
    eraseSteps: steps.length,
    longestStepMs: Math.max(...steps),
  }
}

/** Rows of the oldest tenth, so that no filter meets its entries at once. */
const old = Math.floor(count / 20)
const filters: Readonly<Record<string, ActivityFilter>> = {
  none: {},
  server: { serverIds: ['s7'] },
  '200 servers': { serverIds: Array.from({ length: 200 }, (_, at) => `s${at}`) },
  row: { rowKey: `s${old % 500}/ftp/${username(old)}` },
  'usual kind': { kind: 'ftp' },
  'rare kind': { kind: 'cron' },
  'no kind': { kind: 'none' },
  'usual person': { person: 'ana' },
  'rare person': { person: 'Bo Nguyễn' },
  'usual result': { result: 'done' },
  failed: { result: 'failed' },
  'rare result': { result: 'unknown' },
  'rare operation': { op: 'password' },
  run: { runId: `run-${Math.floor(old / runsOf) * runsOf}` },
  'a week long ago': { sinceMs: startMs + old * 30_000, untilMs: startMs + old * 30_000 + 7 * 86_400_000 },
  'usual text': { text: '198.51.100' },
  'rare text': { text: `203.0.${old % 251}.${old % 253}` },
  'text of one account': { text: username(old) },
  reason: { text: `Ticket ${Math.floor(old / runsOf) * runsOf}` },
  'text that is nowhere': { text: 'no such text' },
  'server and failed': { serverIds: ['s50'], result: 'failed' },
}

let storage = open()
try {
  storage.close()
  const db = new DatabaseSync(join(dataDir, 'wisdeck.db'))
  db.exec(`DROP TRIGGER entry_text_added; DROP TRIGGER entry_text_removed; DROP TRIGGER entry_text_changed;
    PRAGMA synchronous = OFF`)
  const filled = timed(() => fill(db))
  const indexed = timed(() => ensureEntryText(db, log))
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
  const mb = Math.round(statSync(join(dataDir, 'wisdeck.db')).size / 1_000_000)
  const openMs = median(() => {
    storage = open()
    storage.close()
  })
  storage = open()
  const pages = Object.fromEntries(
    Object.entries(filters).map(([name, filter]) => [
      name,
      {
        lines: median(() => storage.record.lines({ ...filter, limit: 200 })),
        entries: median(() => storage.record.list({ ...filter, limit: 200 })),
        found: storage.record.list({ ...filter, limit: 200 }).length,
      },
    ]),
  )
  const lastMs = startMs + count * 30_000
  const days = Array.from({ length: 14 }, (_, at) => lastMs - (14 - at) * 86_400_000)
  const figures = {
    entries: count,
    mb,
    fillMs: filled.ms,
    textIndexMs: indexed.ms,
    openMs,
    pages,
    perDayMs: median(() => storage.record.perDay(days)),
    peopleMs: median(() => storage.record.people()),
    erasureMs: median(() => storage.record.erasure(['s7'])),
    ...eraseServer('s7'),
  }
  if (values.json) console.log(JSON.stringify(figures))
  else {
    console.log(`${count} entries, ${mb} MB, opened in ${openMs} ms`)
    console.table(pages)
    const { pages: _, ...others } = figures
    console.table(others)
  }
} finally {
  storage.close()
  rmSync(dataDir, { recursive: true, force: true })
}
