import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CronJob } from '../../shared/kinds/cron.ts'
import type { FtpAccount } from '../../shared/kinds/ftp.ts'
import type { Logger } from '../log/types.ts'
import type { NewEntry, StoredServer } from './types.ts'

/** Rows and folders for the tests of core. */

export const startMs = Date.UTC(2026, 0, 31, 9, 5)

export function makeDataDir(): { readonly dir: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), 'wisdeck-storage-'))
  return { dir: join(root, 'data'), remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** Returns a logger that records event names. */
export function recordingLog(): Logger & { readonly events: string[] } {
  const events: string[] = []
  const note = (event: string): void => void events.push(event)
  return { events, debug: note, info: note, warn: note, error: note, guard: () => undefined }
}

export function server(id: string, position = 0, over: Partial<StoredServer> = {}): StoredServer {
  return {
    id,
    position,
    name: `Server ${id}`,
    url: `https://${id}.example.com:2083/api/v1`,
    tags: ['eu'],
    folder: '',
    colour: 'none',
    environment: 'production',
    readOnly: false,
    notes: '',
    timeZone: null,
    allowHttp: false,
    pin: null,
    hasToken: true,
    tokenMark: null,
    demo: false,
    createdAtMs: startMs,
    updatedAtMs: startMs,
    ...over,
  }
}

export function account(name: string): FtpAccount {
  return {
    username: `owner_${name}`,
    owner: 'owner',
    homeDir: `/home/owner/${name}`,
    quotaMb: 0,
    readOnly: false,
    enabled: true,
    domain: null,
    allowedIps: ['192.0.2.0/24'],
    createdAt: '2026-01-01T10:00:00+07:00',
    updatedAt: null,
  }
}

export function job(id: number): CronJob {
  return {
    id,
    name: `job ${id}`,
    command: '/usr/bin/true',
    cronExpr: '*/5 * * * *',
    domain: null,
    enabled: true,
    owner: 'owner',
    lastRunAt: null,
    lastRunOk: false,
    nextRunAt: null,
    emailOnComplete: '',
    emailOnError: false,
    createdAt: null,
    updatedAt: null,
  }
}

export function activity(serverId: string | null, subject: string): NewEntry {
  return {
    atMs: startMs,
    actor: 'ana',
    actorName: null,
    reason: null,
    serverId,
    serverName: 'Server',
    kind: 'ftp',
    rowKey: serverId === null ? null : `${serverId}/ftp/${subject}`,
    action: 'ftp.update',
    op: 'update',
    subject,
    before: { quotaMb: 1 },
    after: { quotaMb: 2 },
    result: 'done',
    error: null,
    madeId: null,
    undo: null,
    undoOf: null,
  }
}
