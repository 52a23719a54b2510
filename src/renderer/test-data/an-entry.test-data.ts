import type { ActivityEntry } from '../../shared/model/activity.ts'

/** An entry of the activity log with default values, for tests. */
export function anEntry(patch: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    id: 1,
    atMs: Date.UTC(2026, 10, 23, 6, 0, 0),
    actor: 'anna',
    actorName: null,
    reason: null,
    serverId: 's1',
    serverName: 'web-12',
    kind: 'ftp',
    rowKey: 's1/ftp/lotus_deploy',
    action: 'ftp.update',
    op: 'update',
    subject: 'lotus_deploy',
    before: null,
    after: null,
    result: 'done',
    error: null,
    found: null,
    runId: null,
    itemIndex: null,
    madeId: null,
    undo: null,
    undoOf: null,
    ...patch,
  }
}
